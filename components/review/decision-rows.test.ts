import { describe, expect, it } from "vitest";
import { decisionRows, newestUndo } from "@/components/review/decision-rows";
import { aDecision } from "@/components/review/testing";

const base = aDecision();
const pressed = Date.parse(base.decidedAt);
const rowsOf = (given: Partial<Parameters<typeof decisionRows>[0]>) =>
  decisionRows({
    personId: base.decidedBy.id,
    waiting: [],
    stuck: false,
    notices: [],
    ledger: [],
    dismissed: new Set(),
    now: pressed + 1_500,
    ...given,
  });

describe("the rows of one's own decisions", () => {
  it("counts a held one down, and never from more than the window", () => {
    const row = (now: number) => rowsOf({ ledger: [base], now })[0]?.standing;
    expect(row(pressed + 1_500)).toEqual({ phase: "held", secondsLeft: 4 });
    expect(row(pressed - 60_000)).toEqual({ phase: "held", secondsLeft: 5 });
    expect(row(pressed + 6_000)).toEqual({ phase: "queued" });
  });

  it("shows an applied one for a moment and nobody else's at all", () => {
    const applied = aDecision({ state: "APPLIED", settledAt: base.decidedAt });
    const others = aDecision({ decidedBy: { id: "00000000-0000-4000-8000-000000000002", name: "Bo" } });
    expect(rowsOf({ ledger: [applied, others] })).toHaveLength(1);
    expect(rowsOf({ ledger: [applied, others], now: pressed + 10_000 })).toHaveLength(0);
  });

  it.each(["REFUSED", "UNCERTAIN", "CONFLICT"] as const)(
    "keeps %s with the vendor's words until dismissed",
    (state) => {
      const row = aDecision({ state, error: { code: "x", message: "Their words" } });
      expect(rowsOf({ ledger: [row] })[0]).toMatchObject({
        standing: { error: { code: "x", message: "Their words" } },
        dismissId: row.id,
      });
      expect(rowsOf({ ledger: [row], dismissed: new Set([row.id]) })).toEqual([]);
    },
  );

  it("gives a submission one row, and undoes the newest that can be", () => {
    const [first, second] = [aDecision({ submissionId: 1 }), aDecision({ submissionId: 2 })];
    const waiting = {
      idempotencyKey: "00000000-0000-4000-8000-000000000009",
      item: { campaignId: "c1", submissionId: 1, verdict: "reject" as const, notes: "No" },
      pressedAt: 0,
      attempted: true,
      undo: false,
    };
    const rows = rowsOf({ ledger: [second, first], waiting: [waiting], stuck: true });
    expect(rows.map((row) => [row.submissionId, row.standing.phase])).toEqual([
      [1, "waiting"],
      [2, "held"],
    ]);
    expect(newestUndo(rowsOf({ ledger: [second, first] }))).toEqual({ kind: "recorded", decision: second });
  });
});
