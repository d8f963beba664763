import clsx from "clsx";
import type { ComponentProps } from "react";

/** The look that every text control shares. */
export const controlClass = clsx(
  "w-full rounded-md border border-line-strong bg-surface text-base text-ink transition-colors",
  "aria-invalid:border-reject disabled:opacity-60 focus-visible:outline-offset-0",
  // Below 16 px a phone zooms into the field.
  "max-sm:text-lg",
);

/** A one-line text control. */
export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input {...rest} className={clsx(controlClass, "h-8 px-2.5 max-sm:h-10", className)} />;
}
