import type { Tone } from "@/components/ui/tone";
import type { Batch } from "@/lib/decisions/bulk/schema";

/** A part of a bulk action, as its bar and its words show it. */
export type BatchPart = {
  part: "done" | "failed" | "uncertain" | "sending" | "waiting" | "takenBack";
  count: number;
  tone: Tone;
};

/** The parts of a bulk action, what is settled first. Together they are what was asked for, less what was refused. */
export function partsOf({ states }: Pick<Batch, "states">): BatchPart[] {
  return [
    { part: "done", count: states.APPLIED, tone: "accent" },
    { part: "failed", count: states.REFUSED + states.CONFLICT, tone: "reject" },
    { part: "uncertain", count: states.UNCERTAIN, tone: "uncertain" },
    { part: "sending", count: states.SENDING, tone: "sending" },
    { part: "waiting", count: states.HELD + states.QUEUED, tone: "held" },
    { part: "takenBack", count: states.UNDONE, tone: "neutral" },
  ];
}

/** Decisions that came out otherwise than was asked, or of which that is not known yet. */
export function failuresOf({ states }: Pick<Batch, "states">): number {
  return states.REFUSED + states.CONFLICT + states.UNCERTAIN;
}

/** What can still be held back: it was not sent. */
export function unsentOf({ states }: Pick<Batch, "states">): number {
  return states.HELD + states.QUEUED;
}

/** A clean end is news for so long; failures stay until somebody dismissed them, but not for ever. */
const CLEAN_SHOWN_MS = 10 * 60_000;
const FAILED_SHOWN_MS = 24 * 60 * 60_000;

/** Whether a bulk action is worth a line: it runs, or it ended lately or badly and nobody has dismissed it. */
export function isShown(batch: Batch, dismissed: ReadonlySet<string>, now: number): boolean {
  if (!batch.done) return true;
  // All of it was taken back: whoever did that knows.
  if (batch.states.UNDONE > 0 && batch.states.APPLIED + failuresOf(batch) === 0) return false;
  const age = now - Date.parse(batch.createdAt);
  return !dismissed.has(batch.id) && age < (failuresOf(batch) > 0 ? FAILED_SHOWN_MS : CLEAN_SHOWN_MS);
}
