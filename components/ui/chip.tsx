import clsx from "clsx";
import type { ComponentProps, ReactNode } from "react";

/** Filter chips that belong together, with the name of what they filter. */
export function ChipGroup({ label, children }: { label: string; children: ReactNode }) {
  return (
    // A fieldset would bring its own borders and legend; the group's name is only for screen readers.
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
    <div role="group" aria-label={label} className="flex flex-wrap gap-1.5">
      {children}
    </div>
  );
}

type ChipProps = ComponentProps<"button"> & { pressed: boolean; count?: ReactNode };

/** One filter: on or off, with how many it would show. */
export function Chip({ pressed, count, children, className, ...rest }: ChipProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-pressed={pressed}
      className={clsx(
        "inline-flex h-7 items-center gap-1.5 rounded-full border px-2.5 text-sm whitespace-nowrap transition-colors",
        "max-sm:h-9 max-sm:px-3",
        pressed
          ? "border-accent bg-accent-soft font-medium text-accent"
          : "border-line bg-surface text-ink hover:bg-sunken",
        className,
      )}
    >
      {children}
      {count !== undefined && <span className={clsx("tabular-nums", !pressed && "text-muted")}>{count}</span>}
    </button>
  );
}
