"use client";

import { useEffect, useState, useSyncExternalStore } from "react";
import { createStore, type Store } from "@/components/review/store";
import {
  EMPTY_SELECTION,
  type Selection,
  type SelectionEvent,
  selectionAfter,
} from "@/components/submissions/selection";
import { isOpen } from "@/components/submissions/standing";
import type { Submission } from "@/lib/mirror/schema";

export type SelectionStore = Store<Selection, SelectionEvent>;

/** The selection in a table: it follows the rows as they load and are decided. */
export function useSelection(submissions: readonly Submission[] | undefined): {
  selection: Selection;
  store: SelectionStore;
} {
  const [store] = useState(() => createStore(selectionAfter, EMPTY_SELECTION));
  const selection = useSyncExternalStore(store.subscribe, store.read, store.read);
  useEffect(() => {
    const rows = (submissions ?? []).map((submission) => ({
      id: submission.id,
      open: isOpen(submission),
      worker: { id: submission.worker.id, name: submission.worker.name },
      flags: submission.flags.map(({ code }) => code),
    }));
    store.dispatch({ type: "listed", rows });
  }, [store, submissions]);
  return { selection, store };
}
