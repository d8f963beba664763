import type { Db } from "@/lib/db/client";

/**
 * Plans a run for every campaign whose counters moved since its last run began, or that was never complete. Pending ones
 * are read first, where there are any: that is what people wait for. A full run that still waits for its time gives way
 * to a read of the pending ones when counters move again. Campaigns that the read of the counters which began at
 * `countersReadAt` did not list are gone upstream and are left alone.
 */
export async function planRuns(tx: Db, countersReadAt: Date): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO campaign_sync (campaign_id, scope, run_id)
    SELECT id, CASE WHEN pending > 0 THEN 'Pending' ELSE '' END, gen_random_uuid()
    FROM campaign
    WHERE counters_at >= ${countersReadAt}
      AND (synced_at IS NULL
        OR (pending, approved, rejected) IS DISTINCT FROM (synced_pending, synced_approved, synced_rejected))
    ORDER BY id
    ON CONFLICT (campaign_id) DO NOTHING`;
  await tx.$executeRaw`
    UPDATE campaign_sync s SET scope = 'Pending', run_id = gen_random_uuid(), next_attempt_at = now()
    FROM campaign c
    WHERE c.id = s.campaign_id AND c.pending > 0
      AND (c.pending, c.approved, c.rejected) IS DISTINCT FROM (c.synced_pending, c.synced_approved, c.synced_rejected)
      AND s.scope = '' AND s.next_page = 1 AND s.next_attempt_at > now() AND s.error IS NULL
      AND (s.lease_until IS NULL OR s.lease_until < now())`;
  await answerForCounters(tx);
}

/** Has a campaign read now because a person asked: a run under way goes on at once, else one begins. */
export async function planAskedRun(tx: Db, campaignId: string, askedById: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO campaign_sync AS s (campaign_id, scope, run_id, asked_by_id)
    VALUES (${campaignId}, 'Pending', gen_random_uuid(), ${askedById}::uuid)
    ON CONFLICT (campaign_id) DO UPDATE
      SET asked_by_id = EXCLUDED.asked_by_id, next_attempt_at = now(), attempts = 0`;
  await answerForCounters(tx);
}

/**
 * Has the runs that did not begin yet answer for the counters as they stand: `synced_*` are set when a run is planned, not
 * when it ends. So what arrives while it reads makes the counters differ again, and is read by the next run; and a run
 * already under way, which may have read past what moved, answers for nothing new. Its row is durable: nothing is lost
 * when the process dies in between.
 */
export async function answerForCounters(tx: Db): Promise<void> {
  await tx.$executeRaw`
    UPDATE campaign c SET synced_pending = c.pending, synced_approved = c.approved, synced_rejected = c.rejected
    FROM campaign_sync s
    WHERE s.campaign_id = c.id AND s.next_page = 1 AND (s.lease_until IS NULL OR s.lease_until < now())
      AND (c.pending, c.approved, c.rejected) IS DISTINCT FROM (c.synced_pending, c.synced_approved, c.synced_rejected)`;
}
