import clsx from "clsx";

/** The place of something that is on its way. It shows only after 150 ms, so that quick answers never flash. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={clsx("block h-4 animate-appear rounded-md bg-sunken", className)} />;
}
