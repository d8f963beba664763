import { db } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { type SweepFacts, SWEEP_LEAST } from "@/lib/decisions/sweeps/plan";
import { readBudget } from "@/lib/gateway/data";

/** A campaign as the planner sees it, with what a sweep of it would need. */
export type PlannedCampaign = {
  campaignId: string;
  facts: SweepFacts;
  /** The words of the approvals that one bulk call can stand for; empty = none. */
  notes: string;
  /** Who asked to approve all; null unless somebody did. */
  askedById: string | null;
};

type FactsRow = Omit<SweepFacts, "left" | "moneyShort" | "asked"> & {
  campaignId: string;
  notes: string | null;
  askedById: string | null;
};

/** Why a sweep was given up so that the approvals go one by one; other ends (a fault, say) may be tried again at once. */
export const GIVEN_UP_CODES = [
  "sets_differ",
  "counters_unknown",
  "open_campaign",
  "list_unsteady",
  "read_failed",
  "refused",
  "partly",
] as const;

/**
 * The facts of every campaign whose approvals are many enough to think about, and of those where a person asked to
 * approve all: two statements and the budget, once a second at most (holds.ts).
 */
export async function readWaitingCampaigns(): Promise<PlannedCampaign[]> {
  const ids = await db().$queryRaw<{ id: string }[]>`
    SELECT DISTINCT campaign_id AS id FROM (
      SELECT campaign_id FROM decision
      WHERE state = 'QUEUED' AND verdict = 'approve' GROUP BY campaign_id
      UNION ALL
      SELECT campaign_id FROM decision_batch
      WHERE kind = 'approve_all' AND created_at > now() - interval '1 day'
      UNION ALL
      SELECT campaign_id FROM sweep WHERE state IN ('VERIFYING', 'SENDING', 'UNCERTAIN')
    ) AS waiting WHERE campaign_id IS NOT NULL`;
  if (ids.length === 0) return [];
  return readFacts(ids.map(({ id }) => id));
}

/** The facts of these campaigns; of those that the mirror does not have, none. */
export async function readFacts(campaignIds: readonly string[]): Promise<PlannedCampaign[]> {
  const [rows, budget] = await Promise.all([db().$queryRaw<FactsRow[]>(factsOf(campaignIds)), readBudget()]);
  const moneyShort = budget.paused.some(({ reason }) => reason === "insufficient_funds");
  return rows.map(({ campaignId, notes, askedById, ...known }) => ({
    campaignId,
    notes: notes ?? "",
    askedById,
    facts: { ...known, asked: askedById !== null, left: budget.left, moneyShort },
  }));
}

/**
 * Counters: own decisions move `pending`, `approved` and `rejected` of the mirror at once, `remaining` only at the next
 * read, so free places are the lesser of the two ways to count them. Too low only costs a verification in vain.
 */
const factsOf = (campaignIds: readonly string[]) => Prisma.sql`
  SELECT c.id AS "campaignId", c.status, c.canceled, c.sweeps_allowed_at IS NOT NULL AS leave,
    least(c.remaining_availabilities, c.total_availabilities - c.approved - c.rejected) - c.pending AS "freePlaces",
    live.notes, live.approvals, live.interactive, live.in_flight AS "inFlight", live.rejects, live.paused,
    (extract(epoch FROM now() - coalesce(live.oldest, now())) * 1000)::float8 AS "oldestMs",
    ledger.sent_lately AS "sentLately",
    (extract(epoch FROM now() - coalesce(ledger.last_at, 'epoch')) * 1000)::float8 AS "idleMs",
    mirrored.undecided + greatest(0, c.pending - mirrored.pending) AS undecided,
    (extract(epoch FROM now() - sweeps.given_up_at) * 1000)::float8 AS "givenUpMs",
    coalesce(sweeps.open, false) AS open, asked.created_by_id AS "askedById"
  FROM campaign c
  CROSS JOIN LATERAL (
    SELECT mode() WITHIN GROUP (ORDER BY coalesce(d.notes, ''))
        FILTER (WHERE d.verdict = 'approve' AND b.id IS NULL) AS common
    FROM decision d LEFT JOIN decision_batch b ON b.id = d.batch_id AND b.paused_at IS NOT NULL
    WHERE d.campaign_id = c.id AND d.state IN ('HELD', 'QUEUED', 'SENDING', 'UNCERTAIN')
  ) AS words
  CROSS JOIN LATERAL (
    SELECT words.common AS notes, count(*) FILTER (WHERE swept)::int AS approvals,
      count(*) FILTER (WHERE swept AND lane = 0)::int AS interactive, min(held_until) FILTER (WHERE swept) AS oldest,
      count(*) FILTER (WHERE verdict = 'approve' AND NOT swept AND NOT resting)::int AS in_flight,
      count(*) FILTER (WHERE verdict = 'reject' AND NOT resting)::int AS rejects,
      count(*) FILTER (WHERE resting)::int AS paused
    FROM (
      SELECT d.verdict, d.lane, d.held_until, b.id IS NOT NULL AND d.state IN ('HELD', 'QUEUED') AS resting,
        d.verdict = 'approve' AND d.state = 'QUEUED' AND b.id IS NULL AND coalesce(d.notes, '') = words.common AS swept
      FROM decision d LEFT JOIN decision_batch b ON b.id = d.batch_id AND b.paused_at IS NOT NULL
      WHERE d.campaign_id = c.id AND d.state IN ('HELD', 'QUEUED', 'SENDING', 'UNCERTAIN')
    ) AS each
  ) AS live
  CROSS JOIN LATERAL (
    SELECT max(greatest(d.decided_at, d.settled_at)) AS last_at,
      count(*) FILTER (WHERE d.verdict = 'approve' AND d.sweep_id IS NULL
        AND d.sent_at > now() - interval '1 hour')::int AS sent_lately
    FROM decision d WHERE d.campaign_id = c.id
  ) AS ledger
  CROSS JOIN LATERAL (
    SELECT count(*)::int AS pending, count(*) FILTER (WHERE NOT EXISTS (
        SELECT FROM decision d WHERE d.campaign_id = s.campaign_id AND d.submission_id = s.id
          AND d.state IN ('HELD', 'QUEUED', 'SENDING', 'UNCERTAIN', 'APPLIED')))::int AS undecided
    FROM submission s WHERE s.campaign_id = c.id AND s.status = 'Pending'
  ) AS mirrored
  LEFT JOIN LATERAL (
    SELECT bool_or(w.state IN ('VERIFYING', 'SENDING', 'UNCERTAIN')) AS open,
      max(w.settled_at) FILTER (WHERE w.error_code = ANY(${[...GIVEN_UP_CODES]})) AS given_up_at
    FROM sweep w WHERE w.campaign_id = c.id
  ) AS sweeps ON true
  LEFT JOIN LATERAL (
    SELECT b.created_by_id FROM decision_batch b
    WHERE b.campaign_id = c.id AND b.kind = 'approve_all' AND b.paused_at IS NULL
      AND b.created_at > coalesce(sweeps.given_up_at, 'epoch')
      AND EXISTS (SELECT FROM decision d WHERE d.batch_id = b.id AND d.state IN ('HELD', 'QUEUED'))
    ORDER BY b.created_at DESC LIMIT 1
  ) AS asked ON true
  WHERE c.id = ANY(${[...campaignIds]})
    AND (live.approvals + ledger.sent_lately > ${SWEEP_LEAST} OR asked.created_by_id IS NOT NULL OR sweeps.open
      OR ${campaignIds.length === 1})
  ORDER BY c.id`;
