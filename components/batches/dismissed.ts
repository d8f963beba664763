"use client";

import { useSyncExternalStore } from "react";

const NAME = "proofdesk.batches.dismissed";
const KEPT = 100;
const NONE: ReadonlySet<string> = new Set();
const listeners = new Set<() => void>();
let known: ReadonlySet<string> | undefined;

function read(): ReadonlySet<string> {
  known ??= new Set((localStorage.getItem(NAME) ?? "").split(" ").filter((id) => id !== ""));
  return known;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The bulk actions whose end this browser's person has seen. */
export function useDismissed(): ReadonlySet<string> {
  return useSyncExternalStore(subscribe, read, () => NONE);
}

/** Shows the end of a bulk action no longer, also after a reload. */
export function dismiss(id: string): void {
  known = new Set([...read(), id].slice(-KEPT));
  try {
    localStorage.setItem(NAME, [...known].join(" "));
  } catch (err) {
    // A full store only means that the line is shown once more after a reload.
    if (!(err instanceof DOMException)) throw err;
  }
  for (const listener of listeners) listener();
}
