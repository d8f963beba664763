import clsx from "clsx";
import type { ComponentProps, ReactNode } from "react";
import { Tooltip } from "@/components/ui/tooltip";

type IconButtonProps = Omit<ComponentProps<"button">, "aria-label" | "children"> & {
  /** The accessible name, also shown as the tooltip. */
  label: string;
  icon: ReactNode;
};

/** A button that shows only an icon; its name is not optional. */
export function IconButton({ label, icon, className, ...rest }: IconButtonProps) {
  return (
    <Tooltip content={label}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        className={clsx(
          "inline-grid size-8 shrink-0 place-items-center rounded-md text-muted transition-colors",
          "hover:bg-sunken hover:text-ink disabled:opacity-50",
          className,
        )}
      >
        {icon}
      </button>
    </Tooltip>
  );
}
