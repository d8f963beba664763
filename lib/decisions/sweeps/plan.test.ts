import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isClosed, planSweep, type SweepFacts, sweepRequests } from "@/lib/decisions/sweeps/plan";

const MINUTE = 60_000;

/** A closed campaign with 500 approvals waiting and nothing in the way. */
const ready: SweepFacts = {
  status: "Completed",
  canceled: false,
  freePlaces: null,
  leave: false,
  asked: false,
  approvals: 500,
  interactive: 0,
  sentLately: 0,
  inFlight: 0,
  rejects: 0,
  paused: 0,
  undecided: 0,
  idleMs: 1_000,
  oldestMs: 5_000,
  givenUpMs: null,
  open: false,
  left: 900,
  moneyShort: false,
};
const open = { status: "Active", freePlaces: 10 };

describe("planSweep", () => {
  const table: [string, Partial<SweepFacts>, string][] = [
    ["a closed campaign, all decided", {}, "sweep closed_campaign"],
    ["canceled", { status: "Active", canceled: true, freePlaces: 9 }, "sweep closed_campaign"],
    ["active without a free place", { status: "Active", freePlaces: 0 }, "sweep closed_campaign"],
    ["a word that nobody knows", { status: "Archived", freePlaces: 3 }, "single open_campaign"],
    ["free places not told", { status: "Active", freePlaces: null }, "single open_campaign"],
    ["open", open, "single open_campaign"],
    ["open, with a manager's leave", { ...open, leave: true }, "sweep allowed_open"],
    ["open, somebody asked to approve all", { ...open, asked: true }, "sweep approve_all"],
    [
      "asked, but others are pending beside them",
      { ...open, asked: true, undecided: 1 },
      "single open_campaign",
    ],
    ["asked, in its undo window", { ...open, asked: true, approvals: 0, inFlight: 80 }, "wait in_flight"],
    ["few", { approvals: 40 }, "single too_few"],
    ["few left, most were sent", { approvals: 9, sentLately: 500 }, "single too_few"],
    ["more than a few within the hour", { approvals: 20, sentLately: 30 }, "sweep closed_campaign"],
    ["a small share of what is left", { approvals: 45, left: 1000 }, "single not_needed"],
    ["the same, with less left", { approvals: 45, left: 800 }, "sweep closed_campaign"],
    ["undecided left", { undecided: 3 }, "wait undecided_left"],
    ["part of it paused", { paused: 3 }, "wait undecided_left"],
    ["reviewers gone", { undecided: 3, idleMs: 10 * MINUTE }, "single waited_long"],
    [
      "reviewers gone, but the hour is full",
      { undecided: 3, idleMs: 10 * MINUTE, left: 0 },
      "wait undecided_left",
    ],
    ["an hour of waiting", { undecided: 3, oldestMs: 60 * MINUTE }, "single waited_long"],
    ["rejects first", { rejects: 1 }, "wait rejects_first"],
    ["approvals on their way", { inFlight: 1 }, "wait in_flight"],
    ["lately not the same", { givenUpMs: 9 * MINUTE }, "single given_up"],
    ["not the same, a while ago", { givenUpMs: 11 * MINUTE }, "sweep closed_campaign"],
    ["a sweep runs", { open: true }, "wait running"],
    ["too little left in the hour", { left: 3 }, "wait budget"],
    ["too little money", { moneyShort: true }, "wait money"],
  ];
  it.each(table)("%s", (_, facts, expected) => {
    const plan = planSweep({ ...ready, ...facts });
    expect(`${plan.act} ${plan.act === "sweep" ? plan.ground : plan.why}`).toBe(expected);
  });

  it("sweeps only on a ground, with everything decided and settled; and never keeps approvals for ever", () => {
    const few = fc.nat(3);
    const facts: fc.Arbitrary<SweepFacts> = fc.record({
      status: fc.constantFrom("Active", "Pending", "Completed", "Canceled", "Archived"),
      canceled: fc.boolean(),
      freePlaces: fc.option(fc.integer({ min: -3, max: 20 })),
      leave: fc.boolean(),
      asked: fc.boolean(),
      approvals: fc.nat(3000),
      interactive: fc.nat(50),
      sentLately: fc.nat(100),
      inFlight: few,
      rejects: few,
      paused: few,
      undecided: few,
      idleMs: fc.nat(20 * MINUTE),
      oldestMs: fc.nat(90 * MINUTE),
      givenUpMs: fc.option(fc.nat(20 * MINUTE)),
      open: fc.boolean(),
      left: fc.nat(1000),
      moneyShort: fc.boolean(),
    });
    fc.assert(
      fc.property(facts, (known) => {
        const plan = planSweep(known);
        if (plan.act === "sweep") {
          expect(known.rejects + known.undecided + known.inFlight + known.paused).toBe(0);
          expect(known.open || known.moneyShort).toBe(false);
          expect(known.left).toBeGreaterThanOrEqual(sweepRequests(known.approvals));
          if (plan.ground === "closed_campaign") expect(isClosed(known)).toBe(true);
          if (plan.ground === "allowed_open") expect(known.leave).toBe(true);
          if (plan.ground === "approve_all") expect(known.asked).toBe(true);
        }
        if (plan.act === "wait" && known.oldestMs >= 60 * MINUTE)
          expect(["running", "money", "budget"]).toContain(plan.why);
        if (!isClosed(known) && !known.leave && !known.asked) expect(plan.act).not.toBe("sweep");
      }),
      { numRuns: 20_000 },
    );
  });
});
