import { describe, expect, it } from "vitest";
import { bulkFigures } from "@/components/submissions/bulk-figures";

const open = {
  pay: "2.50",
  status: "Active",
  pending: 312,
  undecided: 312,
  approved: 90,
  rejected: 10,
  totalAvailabilities: 500,
  remainingAvailabilities: 400,
  sweepsAllowed: false,
};
const full = { ...open, remainingAvailabilities: 312 };

describe("what a selection costs", () => {
  it("is its pay, exactly, and a request each", () => {
    expect(bulkFigures(3, { ...open, pay: "0.005" })).toEqual({
      count: 3,
      cost: "0.015",
      requests: 3,
      withSweep: null,
    });
    expect(bulkFigures(312, open).cost).toBe("780.00");
  });

  it.each([
    ["everything of a full campaign", 312, full, false, 4],
    ["everything of a completed one", 312, { ...open, status: "Completed" }, false, 4],
    ["everything of an open one that may be swept", 312, open, true, 4],
    ["everything of an open one", 312, open, false, null],
    ["everything, though what remains was read before it filled", 312, { ...open, approved: 178 }, false, 4],
    ["less than everything", 311, full, false, null],
    ["so few that a sweep costs more", 3, { ...full, undecided: 3 }, false, null],
    ["two pages of the list", 1500, { ...full, undecided: 1500 }, false, 5],
  ] as const)("%s: with a sweep %#", (_, count, campaign, allowed, requests) => {
    expect(bulkFigures(count, { ...campaign, sweepsAllowed: allowed }).withSweep).toBe(requests);
  });
});
