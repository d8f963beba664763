import type { Db } from "@/lib/db/client";
import { emit } from "@/lib/runtime/emit";

/**
 * Writes a decision of our own that the vendor has taken into the mirror, in the transaction that settles the ledger row.
 * The campaign's counters and `synced_*` move together, so that our own decisions do not look like something new
 * upstream; `changed_at` and `counters_at` keep reads that began earlier from undoing it. Nothing moves when the mirror
 * knows the status already, from a read that was faster.
 */
export async function applyOwnDecision(
  tx: Db,
  decision: {
    campaignId: string;
    submissionId: bigint;
    status: "Approved" | "Rejected";
    notes: string | null;
  },
): Promise<void> {
  const { campaignId, submissionId, status, notes } = decision;
  const [moved] = await tx.$queryRaw<{ before: string }[]>`
    WITH before AS (
      SELECT campaign_id, id, status FROM submission
      WHERE campaign_id = ${campaignId} AND id = ${submissionId} AND status <> ${status} FOR UPDATE
    )
    UPDATE submission s SET status = ${status}, notes = coalesce(${notes}, s.notes), changed_at = clock_timestamp()
    FROM before WHERE s.campaign_id = before.campaign_id AND s.id = before.id
    RETURNING before.status AS before`;
  if (moved === undefined) return;
  const delta = (counter: string) => Number(counter === status) - Number(counter === moved.before);
  const [pending, approved, rejected] = [delta("Pending"), delta("Approved"), delta("Rejected")];
  await tx.$executeRaw`
    UPDATE campaign SET
      pending = greatest(0, pending + ${pending}::int),
      synced_pending = greatest(0, synced_pending + ${pending}::int),
      approved = greatest(0, approved + ${approved}::int),
      synced_approved = greatest(0, synced_approved + ${approved}::int),
      rejected = greatest(0, rejected + ${rejected}::int),
      synced_rejected = greatest(0, synced_rejected + ${rejected}::int),
      counters_at = greatest(counters_at, clock_timestamp())
    WHERE id = ${campaignId}`;
  await emit(tx, [
    { type: "submission", campaignId, ids: [Number(submissionId)] },
    { type: "campaign", ids: [campaignId] },
  ]);
}
