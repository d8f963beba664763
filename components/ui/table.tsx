import clsx from "clsx";
import type { ComponentProps } from "react";

type Align = { align?: "left" | "right" };

const CELL = "px-3 first:pl-4 last:pr-4";

/** A table of 13 px rows with figures that stand under each other. */
export function Table({ className, ...rest }: ComponentProps<"table">) {
  return <table {...rest} className={clsx("w-full border-collapse text-sm", className)} />;
}

/** A heading cell; `scope="col"` unless told. */
export function Th({ align = "left", className, ...rest }: Omit<ComponentProps<"th">, "align"> & Align) {
  return (
    <th
      scope="col"
      {...rest}
      className={clsx(
        CELL,
        "h-8 border-b border-line text-xs font-medium whitespace-nowrap text-muted",
        align === "right" ? "text-right" : "text-left",
        className,
      )}
    />
  );
}

/** A cell of the body. */
export function Td({ align = "left", className, ...rest }: Omit<ComponentProps<"td">, "align"> & Align) {
  return (
    <td
      {...rest}
      className={clsx(CELL, "h-10 border-b border-line", align === "right" && "text-right", className)}
    />
  );
}
