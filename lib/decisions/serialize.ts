import type { Decision as DecisionRow } from "@/lib/db/generated/client";
import type { Decision } from "@/lib/decisions/schema";
import { parseMoney } from "@/lib/money";

/** A ledger row with the person who decided. */
export type DecisionWithPerson = DecisionRow & { decidedBy: { id: string; name: string } };

/** A ledger row as our API shows it. Leases and batches stay inside. */
export function serializeDecision(row: DecisionWithPerson): Decision {
  return {
    id: row.id,
    campaignId: row.campaignId,
    submissionId: Number(row.submissionId),
    verdict: row.verdict,
    notes: row.notes,
    state: row.state,
    decidedBy: { id: row.decidedBy.id, name: row.decidedBy.name },
    decidedAt: row.decidedAt.toISOString(),
    heldUntil: row.heldUntil.toISOString(),
    dueAt: row.dueAt.toISOString(),
    settledAt: row.settledAt?.toISOString() ?? null,
    amountPaid: row.amountPaid === null ? null : parseMoney(row.amountPaid.toFixed()),
    error: row.errorCode === null ? null : { code: row.errorCode, message: row.error },
  };
}
