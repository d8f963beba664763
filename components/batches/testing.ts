import type { Batch } from "@/lib/decisions/bulk/schema";

const NONE: Batch["states"] = {
  HELD: 0,
  QUEUED: 0,
  SENDING: 0,
  APPLIED: 0,
  REFUSED: 0,
  UNCERTAIN: 0,
  CONFLICT: 0,
  UNDONE: 0,
};

/** A bulk action for tests: Ana's, of campaign c1, under way as `states` say. */
export function aBatch(states: Partial<Batch["states"]>, given: Partial<Batch> = {}): Batch {
  const all = { ...NONE, ...states };
  return {
    id: "11111111-1111-4111-8111-111111111111",
    kind: "selected",
    campaignId: "c1",
    createdBy: { id: "00000000-0000-4000-8000-000000000001", name: "Ana" },
    createdAt: "2026-01-01T10:00:00.000Z",
    asked: Object.values(all).reduce((sum, count) => sum + count, 0),
    refused: 0,
    states: all,
    pausedAt: null,
    done: all.HELD + all.QUEUED + all.SENDING + all.UNCERTAIN === 0,
    heldUntil: null,
    ...given,
  };
}
