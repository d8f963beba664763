import type { DecisionState } from "@/lib/decisions/schema";

/** At most one decision of a submission is in one of these (the unique index `decision_one_live`). */
export const LIVE_STATES = [
  "HELD",
  "QUEUED",
  "SENDING",
  "UNCERTAIN",
  "APPLIED",
] as const satisfies readonly DecisionState[];

/** Not settled yet: something is still going to happen to it by itself. */
export const OPEN_STATES = [
  "HELD",
  "QUEUED",
  "SENDING",
  "UNCERTAIN",
] as const satisfies readonly DecisionState[];

/** Nothing was sent yet, or what was sent provably did nothing: it can be undone. */
export const UNDOABLE_STATES = ["HELD", "QUEUED"] as const satisfies readonly DecisionState[];

/** The lanes of the queue, lower first: decisions that came one at a time, and those of bulk actions. */
export const INTERACTIVE_LANE = 0;
export const BULK_LANE = 1;
