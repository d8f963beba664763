import clsx from "clsx";
import type { ComponentProps } from "react";
import { controlClass } from "@/components/ui/input";

/** A text control of several lines; grows with what is written where the browser can. */
export function Textarea({ className, ...rest }: ComponentProps<"textarea">) {
  return (
    <textarea
      rows={3}
      {...rest}
      className={clsx(controlClass, "field-sizing-content min-h-16 px-2.5 py-1.5", className)}
    />
  );
}
