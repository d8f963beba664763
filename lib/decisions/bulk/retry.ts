import { audit } from "@/lib/audit/record";
import type { Db } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { type RecordedBatch, recordBatch, STILL_PENDING } from "@/lib/decisions/bulk/record-batch";
import type { Permitted } from "@/lib/team/actor";

/**
 * Decides again, as this person, what RapidWorkers refused of a bulk action and what is still pending and undecided: a new
 * bulk action with the same verdicts and notes. Asked twice, the second finds the first one's decisions and makes none.
 */
export async function retryRefused(
  tx: Db,
  actor: Permitted<"submissions.decide">,
  batch: { id: string; campaignId: string | null },
  requestId: string,
): Promise<RecordedBatch> {
  const retried = await recordBatch(tx, {
    actor,
    requestId,
    kind: "selected",
    campaignId: batch.campaignId,
    items: Prisma.sql`
      SELECT s.campaign_id, s.id AS submission_id, d.verdict::text AS verdict, d.notes
      FROM decision d
      JOIN submission s ON s.campaign_id = d.campaign_id AND s.id = d.submission_id
      WHERE d.batch_id = ${batch.id}::uuid AND d.state = 'REFUSED' AND ${STILL_PENDING} AND NOT EXISTS (
        SELECT 1 FROM decision live WHERE live.campaign_id = d.campaign_id AND live.submission_id = d.submission_id
          AND live.state IN ('HELD', 'QUEUED', 'SENDING', 'UNCERTAIN', 'APPLIED'))
      ORDER BY s.campaign_id, s.id
      FOR SHARE OF s`,
  });
  if (retried.id !== null)
    await audit(
      tx,
      { actorId: actor.personId, requestId },
      {
        action: "batch.retried",
        subject: batch.id,
        data: { changed: retried.made, newBatchId: retried.id },
      },
    );
  return retried;
}
