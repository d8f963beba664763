"use client";

import type { KeyboardEvent } from "react";
import type { SelectionStore } from "@/components/submissions/use-selection";

/** Marks the row of a submission and, inside, what takes the focus. */
export const ROW = "data-submission";

/**
 * The keys of the table: arrows move along the rows, `x` selects, Shift and arrows extend. They work on the row that has
 * the focus, and on nothing while somebody types.
 */
export function useTableKeys(store: SelectionStore | null): (event: KeyboardEvent<HTMLElement>) => void {
  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.nativeEvent.isComposing) return;
    const row = event.target instanceof HTMLElement ? event.target.closest(`[${ROW}]`) : null;
    if (row === null) return;
    const id = Number(row.getAttribute(ROW));
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (event.key.toLowerCase() === "x") store?.dispatch({ type: "toggled", id });
    else if (step === 0) return;
    else {
      if (event.shiftKey) store?.dispatch({ type: "extended", from: id, step });
      focusBeside(row, event.target, step);
    }
    event.preventDefault();
  };
}

/** Moves the focus to the control of the neighbouring row that stands where the focused one stands in its own. */
function focusBeside(row: Element, focused: EventTarget, step: 1 | -1): void {
  const controls = (of: Element | null) => [...(of?.querySelectorAll<HTMLElement>("button") ?? [])];
  const at = controls(row).findIndex((control) => control === focused);
  const beside = controls(step === 1 ? row.nextElementSibling : row.previousElementSibling);
  const target = beside[at] ?? beside.at(-1);
  target?.focus();
  target?.scrollIntoView({ block: "nearest" });
}
