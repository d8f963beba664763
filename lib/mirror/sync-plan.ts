import { type Db, db, transaction } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { countersReadAt, pagesAllowed } from "@/lib/mirror/due";
import { readCampaignNeeds, readDeskNeed } from "@/lib/mirror/read-needs";
import { chooseReads, PAGE_ROWS } from "@/lib/mirror/read-policy";

/**
 * What a run reads: a list that fits on one page whole, because that tells of verdicts from elsewhere as well and costs
 * the same; else the pending ones first, where there are any: that is what people wait for.
 */
const SCOPE = Prisma.sql`
  CASE WHEN c.pending > 0 AND c.pending + c.approved + c.rejected > ${PAGE_ROWS} THEN 'Pending' ELSE '' END`;

/** Plans runs for the campaigns that are to be read now (read-policy.ts); returns how many were chosen. */
export async function planNeededRuns(): Promise<number> {
  const readAt = await countersReadAt();
  if (readAt === undefined) return 0;
  const needs = await readCampaignNeeds(readAt);
  if (needs.length === 0) return 0;
  const [desk, allowed, underWay] = await Promise.all([readDeskNeed(), pagesAllowed(), runsUnderWay()]);
  const chosen = chooseReads(needs, desk, allowed - underWay);
  if (chosen.length > 0) await transaction((tx) => planRuns(tx, chosen));
  return chosen.length;
}

/** Plans a run for each of these campaigns. A full run that still waits for its time gives way to it. */
export async function planRuns(tx: Db, campaignIds: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO campaign_sync AS s (campaign_id, scope, run_id)
    SELECT c.id, ${SCOPE}, gen_random_uuid() FROM campaign c WHERE c.id = ANY(${[...campaignIds]}) ORDER BY c.id
    ON CONFLICT (campaign_id) DO UPDATE
      SET scope = EXCLUDED.scope, run_id = EXCLUDED.run_id, started_at = now(), next_attempt_at = now()
      WHERE s.scope = '' AND s.next_page = 1 AND s.next_attempt_at > now() AND s.error IS NULL
        AND (s.lease_until IS NULL OR s.lease_until < now())`;
  await answerForCounters(tx);
}

/** Runs of the upkeep that are due and not read yet: their pages are as good as spent. */
async function runsUnderWay(): Promise<number> {
  const [row] = await db().$queryRaw<[{ runs: number }]>`
    SELECT count(*)::int AS runs FROM campaign_sync s JOIN campaign c ON c.id = s.campaign_id
    WHERE s.asked_by_id IS NULL AND s.next_attempt_at <= now() AND c.synced_at IS NOT NULL`;
  return row.runs;
}

/** Has a campaign read now because a person asked: a run under way goes on at once, else one begins. */
export async function planAskedRun(tx: Db, campaignId: string, askedById: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO campaign_sync AS s (campaign_id, scope, run_id, asked_by_id)
    SELECT c.id, ${SCOPE}, gen_random_uuid(), ${askedById}::uuid FROM campaign c WHERE c.id = ${campaignId}
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
