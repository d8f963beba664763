import { db } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { NEARLY_FULL } from "@/lib/mirror/campaign-row";
import { type CampaignNeed, type DeskNeed, PAGE_ROWS } from "@/lib/mirror/read-policy";
import { somebodyLooks } from "@/lib/runtime/presence";

/** More undecided ones than these are enough for anybody, and need not be counted. */
const COUNTED_MOST = 500;
/** Reviewers who gave no sign of life for so long are gone. */
const PRESENT_SECONDS = 90;
const PACE_MINUTES = 10;

const undecidedOf = (which: Prisma.Sql) => Prisma.sql`
  SELECT count(*)::int AS undecided FROM (
    SELECT FROM submission s WHERE s.status = 'Pending' AND ${which} AND NOT EXISTS (
      SELECT 1 FROM decision d WHERE d.campaign_id = s.campaign_id AND d.submission_id = s.id
        AND d.state IN ('HELD', 'QUEUED', 'SENDING', 'UNCERTAIN', 'APPLIED')
      OFFSET 0)
    LIMIT ${COUNTED_MOST}) AS counted`;

/** Decisions of late, by campaign; found over the people because that is what the ledger has an index for. */
const PACE = Prisma.sql`
  SELECT d.campaign_id, count(*)::float8 / ${PACE_MINUTES} AS per_minute
  FROM person p JOIN decision d ON d.decided_by_id = p.id
    AND d.decided_at > now() - ${PACE_MINUTES} * interval '1 minute'
  GROUP BY d.campaign_id`;

const PRESENT = Prisma.sql`
  SELECT campaign_id, count(*)::int AS reviewers FROM review_presence
  WHERE seen_at > now() - ${PRESENT_SECONDS} * interval '1 second' GROUP BY campaign_id`;

/**
 * Decisions of ours, by campaign, whose effect a read of the vendor may already show while the mirror does not, or the
 * other way round: those on their way, and those sent in the last two minutes. So much disagreement is no news.
 */
export const OWN_IN_MOTION = Prisma.sql`
  SELECT campaign_id, count(*)::int AS own FROM (
    SELECT id, campaign_id FROM decision WHERE state IN ('SENDING', 'UNCERTAIN')
    UNION
    SELECT d.id, d.campaign_id FROM account_key k
    JOIN upstream_call u ON u.account_key_id = k.id AND u.counted_until > now() + interval '58 minutes'
    JOIN decision d ON d.id = u.decision_id
    WHERE k.retired_at IS NULL
  ) AS each GROUP BY campaign_id`;

/**
 * The campaigns that want a read: never complete, or counters that moved since the last read was planned by more than our
 * own decisions explain (those never change how many submissions there are). Campaigns that the read of the counters which
 * began at `countersReadAt` did not list are gone upstream; those with a run under way are in hand. Neither is told.
 */
export function readCampaignNeeds(countersReadAt: Date): Promise<CampaignNeed[]> {
  return db().$queryRaw<CampaignNeed[]>`
    WITH own AS (${OWN_IN_MOTION}), moved AS (
      SELECT c.*, c.synced_at IS NULL AND run.campaign_id IS NULL AS never,
        greatest(c.synced_at, run.started_at) AS read_at,
        least(c.pending, greatest(0, grown.total)) AS newcomers
      FROM campaign c
      CROSS JOIN LATERAL (
        SELECT c.pending + c.approved + c.rejected
            - coalesce(c.synced_pending + c.synced_approved + c.synced_rejected, 0) AS total,
          abs(c.approved - coalesce(c.synced_approved, 0)) + abs(c.rejected - coalesce(c.synced_rejected, 0)) AS verdicts
      ) AS grown
      LEFT JOIN own ON own.campaign_id = c.id
      LEFT JOIN campaign_sync run ON run.campaign_id = c.id
      WHERE c.counters_at >= ${countersReadAt}
        AND (run.campaign_id IS NULL OR (run.scope = '' AND run.next_page = 1 AND run.next_attempt_at > now()
          AND run.error IS NULL AND (run.lease_until IS NULL OR run.lease_until < now())))
        AND (c.synced_at IS NULL AND run.campaign_id IS NULL OR grown.total <> 0 OR grown.verdicts > coalesce(own.own, 0))
    )
    SELECT c.id, c.never, c.newcomers,
      (extract(epoch FROM now() - coalesce(c.read_at, 'epoch')) * 1000)::float8 AS "sinceReadMs",
      greatest(1, ceil(c.pending / ${PAGE_ROWS}::float8))::int AS pages,
      coalesce(present.reviewers, 0) AS reviewers, mirrored.undecided,
      coalesce(pace.per_minute, 0) AS "decidedPerMinute", ${NEARLY_FULL} AS "nearlyFull"
    FROM moved c
    LEFT JOIN (${PRESENT}) AS present ON present.campaign_id = c.id
    LEFT JOIN (${PACE}) AS pace ON pace.campaign_id = c.id
    CROSS JOIN LATERAL (${undecidedOf(Prisma.sql`s.campaign_id = c.id`)}) AS mirrored`;
}

/** What people do at the desk as a whole. */
export async function readDeskNeed(): Promise<DeskNeed> {
  const [looking, [row]] = await Promise.all([
    somebodyLooks(),
    db().$queryRaw<[Omit<DeskNeed, "looking"> & { present: number }]>`
      WITH present AS (${PRESENT})
      SELECT coalesce((SELECT reviewers FROM present WHERE campaign_id = ''), 0) AS reviewers,
        coalesce((SELECT sum(reviewers) FROM present), 0)::int AS present,
        coalesce((SELECT sum(per_minute) FROM (${PACE}) AS pace), 0)::float8 AS "decidedPerMinute",
        mirrored.undecided
      FROM (${undecidedOf(Prisma.sql`true`)}) AS mirrored`,
  ]);
  const { present, ...desk } = row;
  return { ...desk, looking: looking || present > 0 };
}
