import { audit } from "@/lib/audit/record";
import type { Db } from "@/lib/db/client";
import { emit } from "@/lib/runtime/emit";

/** A submission that RapidWorkers now shows as settled. */
export type OutsideChange = { campaignId: string; submissionId: bigint; status: "Approved" | "Rejected" };

/**
 * Upstream truth wins: a decision that waited (HELD, QUEUED, UNCERTAIN) on a submission which is settled upstream ends
 * here. The same verdict is APPLIED, the other one CONFLICT with the reason. A row that is SENDING is left to its own
 * answer. Called by the mirror in the transaction that stores the new status.
 */
export async function settleFromMirror(tx: Db, changes: readonly OutsideChange[]): Promise<void> {
  if (changes.length === 0) return;
  const statusOf = new Map(
    changes.map((change) => [`${change.campaignId}/${change.submissionId}`, change.status]),
  );
  const rows = await tx.$queryRaw<
    {
      id: string;
      campaign_id: string;
      submission_id: bigint;
      verdict: "approve" | "reject";
      decided_by_id: string;
    }[]
  >`
    SELECT d.id, d.campaign_id, d.submission_id, d.verdict::text AS verdict, d.decided_by_id
    FROM decision d
    JOIN unnest(${changes.map((change) => change.campaignId)}::text[],
                ${changes.map((change) => change.submissionId)}::bigint[]) AS changed (campaign_id, submission_id)
      ON d.campaign_id = changed.campaign_id AND d.submission_id = changed.submission_id
    WHERE d.state IN ('HELD', 'QUEUED', 'UNCERTAIN')
    ORDER BY d.id
    FOR UPDATE OF d`;
  for (const row of rows) {
    const status = statusOf.get(`${row.campaign_id}/${row.submission_id}`);
    const same = status === (row.verdict === "approve" ? "Approved" : "Rejected");
    const state = same ? "APPLIED" : "CONFLICT";
    await tx.decision.update({
      where: { id: row.id },
      data: {
        state,
        settledAt: new Date(),
        leaseOwner: null,
        leaseUntil: null,
        errorCode: same ? "already_so" : "decided_otherwise",
        error: status ?? null,
      },
    });
    await audit(
      tx,
      { actorId: null },
      {
        action: "decision.settled",
        subject: row.id,
        data: {
          campaignId: row.campaign_id,
          submissionId: Number(row.submission_id),
          verdict: row.verdict,
          state,
          amountPaid: null,
          error: status ?? null,
        },
      },
    );
    await emit(tx, [{ type: "decision", ids: [row.id], campaignIds: [row.campaign_id], state }]);
  }
}
