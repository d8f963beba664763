import type { AuditContext } from "@/lib/audit/record";
import type { Db } from "@/lib/db/client";
import { tellBatch } from "@/lib/decisions/bulk/tell-batch";

/**
 * Takes back everything of a bulk action of which nothing can be at the vendor (HELD or QUEUED, as in undo.ts), each row
 * with its audit event. Against the dispatcher each row goes one way: what it has taken is SENDING when the lock is ours,
 * what we have taken is UNDONE when the lock is its. Returns how many.
 */
export async function takeBack(
  tx: Db,
  { actorId, requestId }: AuditContext & { actorId: string },
  batchId: string,
): Promise<number> {
  const [{ changed, campaignIds }] = await tx.$queryRaw<[{ changed: number; campaignIds: string[] }]>`
    WITH undone AS (
      UPDATE decision SET state = 'UNDONE', settled_at = now(), undone_by_id = ${actorId}::uuid
      WHERE batch_id = ${batchId}::uuid AND state IN ('HELD', 'QUEUED')
      RETURNING id, campaign_id, submission_id
    ),
    audited AS (
      INSERT INTO audit_event (actor_id, request_id, action, subject, data)
      SELECT ${actorId}::uuid, ${requestId ?? null}, 'decision.undone', id,
        jsonb_build_object('campaignId', campaign_id, 'submissionId', submission_id)
      FROM undone
    )
    SELECT count(*)::int AS changed, coalesce(array_agg(DISTINCT campaign_id), '{}') AS "campaignIds" FROM undone`;
  await tellBatch(tx, campaignIds, "UNDONE");
  return changed;
}
