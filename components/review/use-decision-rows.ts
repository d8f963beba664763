"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState, useSyncExternalStore } from "react";
import { type DecisionRow, decisionRows } from "@/components/review/decision-rows";
import type { ReviewModel } from "@/components/review/review-model";
import { ownDecisionsQuery } from "@/lib/decisions/queries";
import type { Decision } from "@/lib/decisions/schema";

const TICK_MS = 250;
/** Live events bring changes at once; this covers a broken stream while something is on its way. */
const REREAD_MS = 5_000;
const DISMISSED_KEPT = 200;

/** The rows of one's own decisions, ticking while there are any; and how to dismiss those that need an eye. */
export function useDecisionRows(
  personId: string,
  model: ReviewModel,
): { rows: readonly DecisionRow[]; dismiss: (id: string) => void } {
  const sender = useSyncExternalStore(model.sender.subscribe, model.sender.read, model.sender.read);
  const notices = useSyncExternalStore(model.notices.subscribe, model.notices.read, model.notices.read);
  const [now, setNow] = useState(() => Date.now());
  const [dismissed, setDismissed] = useState(() => storedDismissals(personId));
  const query = useQuery({
    ...ownDecisionsQuery,
    refetchInterval: ({ state }) =>
      state.data?.items.some((one) => one.decidedBy.id === personId && isOnItsWay(one)) ? REREAD_MS : false,
  });
  const ledger = query.data?.items ?? [];
  const rows = decisionRows({
    personId,
    waiting: sender.waiting,
    stuck: sender.trouble !== null,
    notices,
    ledger,
    dismissed,
    now: now + clockDifference(ledger, query.dataUpdatedAt, personId),
  });
  const ticking = rows.length > 0;
  useEffect(() => {
    if (!ticking) return;
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [ticking]);

  return {
    rows,
    dismiss: (id) => {
      model.notices.dispatch({ type: "dismissed", id });
      const all = [...dismissed, id].slice(-DISMISSED_KEPT);
      setDismissed(new Set(all));
      storeDismissals(personId, all);
    },
  };
}

const isOnItsWay = ({ state }: Decision) => ["HELD", "QUEUED", "SENDING", "UNCERTAIN"].includes(state);

/**
 * How far the desk's clock is ahead of this browser's, as far as is certain: a row cannot have been made after it was
 * read. Without it a browser that is late would count down from too much.
 */
function clockDifference(ledger: readonly Decision[], readAt: number, personId: string): number {
  const newest = ledger.find((decision) => decision.decidedBy.id === personId);
  return newest === undefined ? 0 : Math.max(0, Date.parse(newest.decidedAt) - readAt);
}

const storageKey = (personId: string) => `proofdesk.dismissed.${personId}`;

function storedDismissals(personId: string): ReadonlySet<string> {
  return new Set((localStorage.getItem(storageKey(personId)) ?? "").split(" ").filter((id) => id !== ""));
}

function storeDismissals(personId: string, ids: readonly string[]): void {
  try {
    localStorage.setItem(storageKey(personId), ids.join(" "));
  } catch (err) {
    // A full store only means that a dismissed row is shown once more after a reload.
    if (!(err instanceof DOMException)) throw err;
  }
}
