"use client";

import clsx from "clsx";
import { Check, Minus } from "lucide-react";
import { Checkbox as Radix } from "radix-ui";
import type { ComponentProps } from "react";

/** A box that is on, off or `"indeterminate"`. Give it an `aria-label`, or an `id` that a label names. */
export function Checkbox({ className, ...rest }: ComponentProps<typeof Radix.Root>) {
  return (
    <Radix.Root
      {...rest}
      className={clsx(
        "group inline-grid size-4 shrink-0 place-items-center rounded-md border border-line-strong bg-surface",
        "data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=checked]:text-on-solid",
        "data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent",
        "data-[state=indeterminate]:text-on-solid disabled:opacity-50",
        className,
      )}
    >
      <Radix.Indicator>
        <Check aria-hidden strokeWidth={3} className="size-3 group-data-[state=indeterminate]:hidden" />
        <Minus aria-hidden strokeWidth={3} className="hidden size-3 group-data-[state=indeterminate]:block" />
      </Radix.Indicator>
    </Radix.Root>
  );
}
