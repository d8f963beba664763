import { randomUUID } from "node:crypto";
import type { Decision } from "@/lib/decisions/schema";
import type { Submission } from "@/lib/mirror/schema";

/** A pending submission for tests; only what matters to the test is given. */
export function aSubmission(id: number, given: Partial<Submission> = {}): Submission {
  return {
    id,
    campaignId: "c1",
    worker: {
      id: `w${id}`,
      name: `Worker ${id}`,
      avatar: null,
      country: "United States",
      accountAgeDays: 120,
      approvalRate: 85,
      totalCompleted: 47,
      blocked: false,
    },
    status: "Pending",
    submittedAt: "2026-01-01T10:00:00.000Z",
    proofText: `Proof ${id}`,
    images: [],
    notes: null,
    decision: null,
    flags: [],
    ...given,
  };
}

/** A ledger row for tests, held by default. */
export function aDecision(given: Partial<Decision> = {}): Decision {
  return {
    id: randomUUID(),
    campaignId: "c1",
    submissionId: 1,
    verdict: "approve",
    notes: null,
    state: "HELD",
    decidedBy: { id: "00000000-0000-4000-8000-000000000001", name: "Ana" },
    decidedAt: "2026-01-01T10:00:00.000Z",
    heldUntil: "2026-01-01T10:00:05.000Z",
    dueAt: "2026-01-01T10:00:05.000Z",
    settledAt: null,
    amountPaid: null,
    error: null,
    ...given,
  };
}
