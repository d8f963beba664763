import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CampaignNeed, chooseReads, type DeskNeed, patienceMs } from "@/lib/mirror/read-policy";

const MINUTE = 60_000;
const need = (fields: Partial<CampaignNeed> = {}): CampaignNeed => ({
  id: "a",
  never: false,
  newcomers: 40,
  sinceReadMs: 0,
  pages: 1,
  reviewers: 0,
  undecided: 500,
  decidedPerMinute: 0,
  nearlyFull: false,
  ...fields,
});
const desk = (fields: Partial<DeskNeed> = {}): DeskNeed => ({
  looking: true,
  reviewers: 0,
  undecided: 500,
  decidedPerMinute: 0,
  ...fields,
});

describe("patienceMs", () => {
  it.each([
    ["nobody looks", need(), desk({ looking: false }), 60],
    ["nobody looks, nearly full", need({ nearlyFull: true }), desk({ looking: false }), 60],
    ["somebody looks", need(), desk(), 15],
    ["verdicts from elsewhere alone", need({ newcomers: 0, reviewers: 1, undecided: 0 }), desk(), 15],
    ["plenty to do", need({ reviewers: 3, decidedPerMinute: 9 }), desk(), 15],
    ["its reviewers run dry", need({ reviewers: 1, undecided: 0 }), desk(), 1],
    [
      "work for less than three minutes",
      need({ reviewers: 2, undecided: 50, decidedPerMinute: 20 }),
      desk(),
      1,
    ],
    ["run dry, without a page open", need({ reviewers: 1, undecided: 0 }), desk({ looking: false }), 1],
    ["the reviewers of all run dry", need({ undecided: 0 }), desk({ reviewers: 1, undecided: 0 }), 1],
    ["nearly full", need({ nearlyFull: true }), desk(), 3],
    ["three pages", need({ nearlyFull: true, pages: 3 }), desk(), 9],
    ["many pages", need({ pages: 30 }), desk(), 60],
  ])("%s", (_, campaign, whole, minutes) => {
    expect(patienceMs(campaign, whole) / MINUTE).toBe(minutes);
  });

  it("does not depend on how many people there are, once there is one", () => {
    fc.assert(
      fc.property(campaigns, whole, fc.integer({ min: 2, max: 100 }), ([one], all, many) => {
        if (one === undefined) return;
        const some = patienceMs({ ...one, reviewers: 1 }, { ...all, reviewers: 1 });
        expect(patienceMs({ ...one, reviewers: many }, { ...all, reviewers: many })).toBe(some);
      }),
    );
  });
});

const campaigns = fc.uniqueArray(
  fc.record({
    id: fc.uuid(),
    never: fc.boolean(),
    newcomers: fc.nat(300),
    sinceReadMs: fc.nat(120 * MINUTE),
    pages: fc.integer({ min: 1, max: 12 }),
    reviewers: fc.nat(3),
    undecided: fc.nat(500),
    decidedPerMinute: fc.nat(40),
    nearlyFull: fc.boolean(),
  }),
  { maxLength: 30, selector: ({ id }) => id },
);
const whole = fc.record({
  looking: fc.boolean(),
  reviewers: fc.nat(3),
  undecided: fc.nat(500),
  decidedPerMinute: fc.nat(40),
});

describe("chooseReads", () => {
  it("reads what was never read whatever is spent, and of the rest only what is due and paid for", () => {
    fc.assert(
      fc.property(campaigns, whole, fc.integer({ min: -10, max: 20 }), (needs, all, pages) => {
        const byId = new Map(needs.map((one) => [one.id, one]));
        const chosen = chooseReads(needs, all, pages);
        const kept = chosen.flatMap((id) => byId.get(id) ?? []).filter(({ never }) => !never);
        for (const one of needs.filter(({ never }) => never)) expect(chosen).toContain(one.id);
        for (const one of kept) expect(one.sinceReadMs).toBeGreaterThanOrEqual(patienceMs(one, all));
        const spent = kept.map((one) => one.pages);
        // Only the last one may go beyond what is left.
        if (spent.length > 0)
          expect(spent.slice(0, -1).reduce((sum, n) => sum + n, 0)).toBeLessThan(Math.max(pages, 1));
        if (pages <= 0) expect(kept).toEqual([]);
      }),
    );
  });

  it("passes nobody over for ever: with one page at a time, the longest overdue goes first", () => {
    const dry = Array.from({ length: 20 }, (_, n) =>
      need({ id: `dry ${n}`, reviewers: 1, undecided: 0, sinceReadMs: 10 * MINUTE }),
    );
    const patient = need({ id: "patient", sinceReadMs: 25 * MINUTE });
    expect(chooseReads([...dry, patient], desk(), 1)).toEqual(["patient"]);
    expect(chooseReads([...dry, { ...patient, sinceReadMs: 15 * MINUTE }], desk(), 1)).toEqual(["dry 0"]);
  });

  it("fetches reviewers of all campaigns as much as they need, and no more", () => {
    const needs = Array.from({ length: 20 }, (_, n) =>
      need({ id: `${n}`, undecided: 0, sinceReadMs: 2 * MINUTE, newcomers: n }),
    );
    const chosen = chooseReads(needs, desk({ reviewers: 4, undecided: 0 }), 20);
    expect(chosen).toEqual(["19", "18", "17", "16", "15", "14", "13"]);
  });
});
