import { describe, expect, it } from "vitest";
import { aDecision, aSubmission } from "@/components/review/testing";
import { isOpen, standingOf } from "@/components/submissions/standing";
import type { DecisionState } from "@/lib/decisions/schema";

const withDecision = (state: DecisionState, status: "Pending" | "Approved" | "Rejected" = "Pending") =>
  aSubmission(1, { status, decision: aDecision({ state }) });

describe("where a submission stands", () => {
  it.each([
    [aSubmission(1), "open", true],
    [aSubmission(1, { status: "Rejected" }), "Rejected", false],
    [withDecision("HELD"), "HELD", false],
    [withDecision("UNCERTAIN"), "UNCERTAIN", false],
    [withDecision("UNDONE"), "open", true],
    [withDecision("REFUSED"), "REFUSED", true],
    [withDecision("APPLIED"), "Approved", false],
    [withDecision("SENDING", "Approved"), "Approved", false],
    [withDecision("CONFLICT", "Rejected"), "CONFLICT", false],
  ])("%#: %o", (submission, word, open) => {
    expect(standingOf(submission).word).toBe(word);
    expect(isOpen(submission)).toBe(open);
  });
});
