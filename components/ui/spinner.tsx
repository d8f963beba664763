import clsx from "clsx";
import { LoaderCircle } from "lucide-react";

/** A turning ring; decoration only, so words must stand beside it or on its button. Still with reduced motion. */
export function Spinner({ className }: { className?: string }) {
  return (
    <LoaderCircle aria-hidden className={clsx("size-4 animate-spin motion-reduce:animate-none", className)} />
  );
}
