import { describe, expect, it } from "vitest";
import { failuresOf, isShown, partsOf, unsentOf } from "@/components/batches/batch-progress";
import { aBatch } from "@/components/batches/testing";

const states = {
  HELD: 1,
  QUEUED: 2,
  SENDING: 3,
  APPLIED: 4,
  REFUSED: 5,
  UNCERTAIN: 6,
  CONFLICT: 7,
  UNDONE: 8,
};
const AT = Date.parse("2026-01-01T10:00:00.000Z");
const HOUR = 3_600_000;

describe("the parts of a bulk action", () => {
  it("leave no decision out", () => {
    const parts = partsOf(aBatch(states));
    expect(parts.reduce((sum, { count }) => sum + count, 0)).toBe(36);
    expect(Object.fromEntries(parts.map(({ part, count }) => [part, count]))).toEqual({
      done: 4,
      failed: 12,
      uncertain: 6,
      sending: 3,
      waiting: 3,
      takenBack: 8,
    });
  });

  it("tell what failed and what can be held back", () => {
    expect([failuresOf(aBatch(states)), unsentOf(aBatch(states))]).toEqual([18, 3]);
  });
});

describe("a line of its own", () => {
  it.each([
    ["while it runs, however long", aBatch({ QUEUED: 1 }), 99 * HOUR, [], true],
    ["shortly after a clean end", aBatch({ APPLIED: 3 }), 60_000, [], true],
    ["not long after a clean end", aBatch({ APPLIED: 3 }), HOUR, [], false],
    ["for failures until they are dismissed", aBatch({ APPLIED: 3, REFUSED: 1 }), HOUR, [], true],
    ["not when all was taken back", aBatch({ UNDONE: 3 }), 60_000, [], false],
    ["not once dismissed", aBatch({ REFUSED: 1 }), HOUR, [aBatch({}).id], false],
    ["not for old failures", aBatch({ CONFLICT: 1 }), 25 * HOUR, [], false],
  ] as const)("%s", (_, batch, age, dismissed, shown) => {
    expect(isShown(batch, new Set(dismissed), AT + age)).toBe(shown);
  });
});
