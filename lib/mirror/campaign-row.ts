import { Prisma } from "@/lib/db/generated/client";
import type { CampaignDetail } from "@/lib/mirror/schema";
import { parseMoney } from "@/lib/money";

/** A campaign as the statements of data.ts select it. */
export type CampaignRow = {
  id: string;
  title: string;
  description: string;
  category: string;
  status: string;
  pay: string;
  location: string;
  created_at: Date | null;
  total_availabilities: number;
  remaining_availabilities: number;
  pending: number;
  approved: number;
  rejected: number;
  success_rate: number | null;
  counters_at: Date;
  synced_at: Date | null;
  undecided: number;
  oldest: Date | null;
  read_count: number | null;
  total_count: number | null;
  started_at: Date | null;
  sync_error: string | null;
  approve_once_full: boolean | null;
  sweeps_allowed: boolean;
  nearly_full: boolean;
};

/**
 * Whether a campaign `c` that pays everything once it is full has no more than ten or a tenth of its places free: what is not
 * rejected in time gets paid. Pending submissions hold places that `remaining` still counts (design, "Planner").
 */
export const NEARLY_FULL = Prisma.sql`(
  c.approve_once_full IS TRUE AND c.status = 'Active' AND c.pending > 0
  AND c.remaining_availabilities - c.pending <= greatest(10, c.total_availabilities / 10))`;

export const CAMPAIGN_COLUMNS = Prisma.sql`
  c.id, c.title, c.description, c.category, c.status, c.pay::text AS pay, c.location, c.created_at,
  c.total_availabilities, c.remaining_availabilities, c.pending, c.approved, c.rejected,
  c.success_rate::float8 AS success_rate, c.counters_at, c.synced_at,
  coalesce(waiting.undecided, 0) AS undecided, waiting.oldest,
  c.approve_once_full, c.sweeps_allowed_at IS NOT NULL AS sweeps_allowed, ${NEARLY_FULL} AS nearly_full,
  run.read_count, run.total_count, run.started_at, run.error AS sync_error`;

/** A run that goes on, or that failed; one that merely waits for its time is nothing to show. */
export const RUN_UNDER_WAY = Prisma.sql`
  LEFT JOIN campaign_sync run ON run.campaign_id = c.id
    AND (run.next_page > 1 OR run.error IS NOT NULL OR run.next_attempt_at <= now() OR run.lease_until > now())`;

/**
 * Per campaign: pending submissions without a live decision, and the oldest pending one's time. `which` narrows the
 * submissions, so that one campaign's figures do not count them all.
 */
export const waitingSubmissions = (which: Prisma.Sql) => Prisma.sql`
  SELECT s.campaign_id, count(*) FILTER (WHERE d.campaign_id IS NULL)::int AS undecided, min(s.submitted_at) AS oldest
  FROM submission s
  LEFT JOIN decision d ON d.campaign_id = s.campaign_id AND d.submission_id = s.id
    AND d.state IN ('HELD', 'QUEUED', 'SENDING', 'UNCERTAIN', 'APPLIED')
  WHERE s.status = 'Pending' AND ${which}
  GROUP BY s.campaign_id`;

/** A campaign as our API shows it. */
export function serializeCampaign(row: CampaignRow): CampaignDetail {
  return {
    id: row.id,
    title: row.title,
    description: row.description,
    category: row.category,
    status: row.status,
    pay: parseMoney(row.pay),
    location: row.location,
    createdAt: row.created_at?.toISOString() ?? null,
    totalAvailabilities: row.total_availabilities,
    remainingAvailabilities: row.remaining_availabilities,
    pending: row.pending,
    approved: row.approved,
    rejected: row.rejected,
    undecided: row.undecided,
    oldestPendingAt: row.oldest?.toISOString() ?? null,
    successRate: row.success_rate,
    approveOnceFull: row.approve_once_full,
    nearlyFull: row.nearly_full,
    sweepsAllowed: row.sweeps_allowed,
    countersAt: row.counters_at.toISOString(),
    syncedAt: row.synced_at?.toISOString() ?? null,
    sync:
      row.started_at === null
        ? null
        : {
            read: row.read_count ?? 0,
            total: row.total_count,
            startedAt: row.started_at.toISOString(),
            error: row.sync_error,
          },
  };
}
