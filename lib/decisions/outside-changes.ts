import { audit } from "@/lib/audit/record";
import type { Db } from "@/lib/db/client";
import type { OutcomeCode } from "@/lib/decisions/outcome";
import { emit } from "@/lib/runtime/emit";

type Settled = {
  id: string;
  campaignId: string;
  submissionId: bigint;
  verdict: "approve" | "reject";
  state: "APPLIED" | "CONFLICT";
  error: string;
};

/** A submission that RapidWorkers now shows as settled. */
export type OutsideChange = { campaignId: string; submissionId: bigint; status: "Approved" | "Rejected" };

/**
 * Upstream truth wins: a decision that waited (HELD, QUEUED, UNCERTAIN) on a submission which is settled upstream ends
 * here. The same verdict is APPLIED, the other one CONFLICT with the reason. A row that is SENDING is left to its own
 * answer. Called by the mirror in the transaction that stores the new status.
 */
export async function settleFromMirror(tx: Db, changes: readonly OutsideChange[]): Promise<void> {
  if (changes.length === 0) return;
  const rows = await tx.$queryRaw<Settled[]>`
    WITH touched AS (
      SELECT d.id, changed.status,
        changed.status = CASE d.verdict WHEN 'approve' THEN 'Approved' ELSE 'Rejected' END AS same
      FROM decision d
      JOIN unnest(${changes.map((change) => change.campaignId)}::text[],
                  ${changes.map((change) => change.submissionId)}::bigint[],
                  ${changes.map((change) => change.status)}::text[]) AS changed (campaign_id, submission_id, status)
        ON d.campaign_id = changed.campaign_id AND d.submission_id = changed.submission_id
      WHERE d.state IN ('HELD', 'QUEUED', 'UNCERTAIN')
      ORDER BY d.id
      FOR UPDATE OF d
    )
    UPDATE decision d SET
      state = CASE WHEN touched.same THEN 'APPLIED' ELSE 'CONFLICT' END::"DecisionState", settled_at = now(),
      lease_owner = NULL, lease_until = NULL, error = touched.status,
      error_code = CASE WHEN touched.same THEN ${"already_so" satisfies OutcomeCode}
                        ELSE ${"decided_otherwise" satisfies OutcomeCode} END
    FROM touched WHERE d.id = touched.id
    RETURNING d.id, d.campaign_id AS "campaignId", d.submission_id AS "submissionId", d.verdict::text AS verdict,
      d.state::text AS state, d.error`;
  await audit(
    tx,
    { actorId: null },
    ...rows.map(({ id, campaignId, submissionId, verdict, state, error }) => ({
      action: "decision.settled" as const,
      subject: id,
      data: { campaignId, submissionId: Number(submissionId), verdict, state, amountPaid: null, error },
    })),
  );
  await emit(
    tx,
    (["APPLIED", "CONFLICT"] as const).flatMap((state) => {
      const some = rows.filter((row) => row.state === state);
      if (some.length === 0) return [];
      const campaignIds = [...new Set(some.map(({ campaignId }) => campaignId))];
      return [{ type: "decision" as const, ids: some.map(({ id }) => id), campaignIds, state }];
    }),
  );
}
