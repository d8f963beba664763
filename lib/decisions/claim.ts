import { db, transaction } from "@/lib/db/client";
import { env } from "@/lib/env";
import { INTERACTIVE_LANE } from "@/lib/decisions/states";
import type { OutcomeCode } from "@/lib/decisions/outcome";
import { forgetHolds, type Holds } from "@/lib/decisions/sweeps/holds";
import { emit } from "@/lib/runtime/emit";
import { replicaId } from "@/lib/runtime/replica";

/** What the dispatcher needs to know of a row that it holds. */
export type Claimed = {
  id: string;
  campaignId: string;
  submissionId: bigint;
  verdict: "approve" | "reject";
  notes: string | null;
  decidedById: string;
  sentAt: Date;
  /** By the database's clock, when it was claimed. */
  sinceSentMs: number;
  attempts: number;
  readBacks: number;
  errorCode: string | null;
  error: string | null;
};

/** A lease outlasts the request by this much; then the row is uncertain, whatever became of its process. */
const LEASE_MARGIN_MS = 10_000;

/** A claimed decision leaves within this time (waiting for a lane and a place) or not at all: it must end in its lease. */
export const SEND_WITHIN_MS = LEASE_MARGIN_MS / 2;

/** A read-back renews its lease before each page, so a dead reader's rows are free again as soon as a dead sender's. */
const leaseMs = () => env().rapidworkersTimeoutMs + LEASE_MARGIN_MS;

const NO_HOLDS: Holds = { campaignIds: [], notes: [], interactiveToo: [], bulkWaits: false };

/** Ends the undo window of what is due: HELD becomes QUEUED. What a bulk action brings is planned before it is sent. */
export async function promoteHeld(): Promise<void> {
  const due = await transaction(async (tx) => {
    const rows = await tx.$queryRaw<{ id: string; campaignId: string; lane: number }[]>`
      UPDATE decision SET state = 'QUEUED' WHERE state = 'HELD' AND held_until <= now()
      RETURNING id, campaign_id AS "campaignId", lane`;
    if (rows.length > 0) await emit(tx, [eventOf(rows, "QUEUED")]);
    return rows;
  });
  if (due.some(({ lane }) => lane !== INTERACTIVE_LANE)) forgetHolds();
}

/**
 * Rows whose lease ran out: their process died between "SENDING is committed" and "the answer is written", so the
 * vendor may or may not have been told. They are read back, never sent again blindly.
 */
export async function expireLeases(): Promise<void> {
  await transaction(async (tx) => {
    // What a sweep carries has the sweep's lease.
    const lost = await tx.$queryRaw<{ id: string; campaignId: string }[]>`
      UPDATE decision SET state = 'UNCERTAIN', error_code = ${"desk_stopped" satisfies OutcomeCode}, error = NULL,
        due_at = now(), lease_owner = NULL, lease_until = NULL
      WHERE state = 'SENDING' AND lease_until < now() AND sweep_id IS NULL
      RETURNING id, campaign_id AS "campaignId"`;
    if (lost.length > 0) await emit(tx, [eventOf(lost, "UNCERTAIN")]);
  });
}

/** Turns are dealt among so many rows of each campaign: more than can be locked by others or settled meanwhile. */
const TURNS_DEALT = 64;

/**
 * Takes up to `places` due rows and commits them as SENDING, before anything leaves. The order: rejects that cannot wait
 * (a campaign that pays whatever is pending once it is full, and is nearly full), then interactive before bulk; within a
 * lane campaigns take turns (the one with the fewest on their way, then the one whose last turn is longest ago), and
 * within a campaign the oldest goes first. So 10,000 rows of one campaign never keep another waiting.
 *
 * Left alone are: rows of paused bulk actions; approvals that wait for a sweep (`holds`); everything in a campaign whose
 * bulk call may be on its way (no verdict is sent into an open doubt), and approvals while one is being verified; rows
 * that another replica is taking at this moment (FOR UPDATE SKIP LOCKED); and rows whose submission is no longer pending
 * in the mirror, which settles them (outside-changes.ts).
 *
 * With 20,000 rows waiting this takes some 100 ms on two busy cores (turns.test.ts): one pass over what waits (`decision_open`, or the table while
 * most of it waits), `decision_one_live` and the submission's key for the few that are dealt, `decision_settled` for the turns.
 */
export async function claimForSending(
  places: number,
  approvalsToo: boolean,
  holds: Holds = NO_HOLDS,
): Promise<Claimed[]> {
  return transaction(async (tx) => {
    const rows = await tx.$queryRaw<Claimed[]>`
      WITH waiting AS (
        SELECT d.id, d.lane, d.campaign_id, d.held_until,
          d.verdict = 'reject' AND c.approve_once_full IS TRUE AND c.status = 'Active'
            AND c.remaining_availabilities - c.pending <= greatest(10, c.total_availabilities / 10) AS urgent
        FROM decision d JOIN campaign c ON c.id = d.campaign_id
        WHERE d.state = 'QUEUED' AND d.due_at <= now()
          AND (d.verdict = 'reject' OR ${approvalsToo})
          AND (d.lane = ${INTERACTIVE_LANE} OR NOT ${holds.bulkWaits} OR d.verdict = 'reject')
          AND d.batch_id NOT IN (SELECT id FROM decision_batch WHERE paused_at IS NOT NULL)
          AND NOT EXISTS (SELECT FROM sweep w
            WHERE w.campaign_id = d.campaign_id AND w.state IN ('VERIFYING', 'SENDING', 'UNCERTAIN')
              AND (d.verdict = 'approve' OR w.state <> 'VERIFYING'))
          AND NOT EXISTS (SELECT
            FROM unnest(${holds.campaignIds}::text[], ${holds.notes}::text[], ${holds.interactiveToo}::boolean[])
              AS held (campaign_id, notes, interactive_too)
            WHERE d.verdict = 'approve' AND held.campaign_id = d.campaign_id AND held.notes = coalesce(d.notes, '')
              AND (held.interactive_too OR d.lane <> ${INTERACTIVE_LANE}))
      ), dealt AS (
        SELECT * FROM (
          SELECT w.*, row_number() OVER (PARTITION BY campaign_id, urgent, lane ORDER BY held_until, id) AS turn
          FROM waiting w
        ) AS each WHERE turn <= ${TURNS_DEALT}
      ), under_way AS (
        SELECT campaign_id, count(*) AS sends FROM decision
        WHERE state = 'SENDING' AND sweep_id IS NULL GROUP BY campaign_id
      ), served AS (
        SELECT campaign_id, max(settled_at) AS last_at
        FROM (SELECT campaign_id, settled_at FROM decision WHERE settled_at IS NOT NULL
              ORDER BY settled_at DESC LIMIT 200) AS lately
        GROUP BY campaign_id
      ), taken AS MATERIALIZED (
        SELECT d.id FROM dealt
        JOIN decision d ON d.id = dealt.id AND d.state = 'QUEUED'
        -- IS TRUE keeps it from the index on the status: with old statistics that reads every pending submission.
        JOIN submission s ON s.campaign_id = d.campaign_id AND s.id = d.submission_id
          AND (s.status = 'Pending') IS TRUE
        LEFT JOIN under_way ON under_way.campaign_id = d.campaign_id
        LEFT JOIN served ON served.campaign_id = d.campaign_id
        ORDER BY NOT dealt.urgent, dealt.lane, dealt.turn + coalesce(under_way.sends, 0),
          served.last_at NULLS FIRST, dealt.held_until, d.id
        LIMIT ${places}
        FOR UPDATE OF d SKIP LOCKED
      )
      UPDATE decision SET
        state = 'SENDING', attempts = attempts + 1, read_backs = 0, sent_at = now(),
        error_code = NULL, error = NULL,
        lease_owner = ${replicaId()}, lease_until = now() + ${leaseMs()} * interval '1 millisecond'
      FROM taken WHERE decision.id = taken.id
      RETURNING decision.id, campaign_id AS "campaignId", submission_id AS "submissionId", verdict::text AS verdict,
        notes, decided_by_id AS "decidedById", sent_at AS "sentAt", 0::float8 AS "sinceSentMs", attempts,
        read_backs AS "readBacks", error_code AS "errorCode", error`;
    if (rows.length > 0) await emit(tx, [eventOf(rows, "SENDING")]);
    return rows;
  });
}

/**
 * Takes up to `places` due uncertain rows of one campaign, the one that is due longest, for a read-back; they stay
 * UNCERTAIN under a lease of their own. A sweep reads its own back.
 */
export async function claimForReadBack(places: number): Promise<Claimed[]> {
  return db().$queryRaw<Claimed[]>`
    WITH due AS (
      SELECT id, campaign_id, due_at FROM decision
      WHERE state = 'UNCERTAIN' AND sweep_id IS NULL AND due_at <= now() AND (lease_until IS NULL OR lease_until < now())
    ), taken AS MATERIALIZED (
      SELECT d.id FROM decision d JOIN due ON due.id = d.id
      WHERE due.campaign_id = (SELECT campaign_id FROM due ORDER BY due_at, id LIMIT 1)
        AND d.state = 'UNCERTAIN' AND (d.lease_until IS NULL OR d.lease_until < now())
      ORDER BY due.due_at, d.id
      LIMIT ${places}
      FOR UPDATE OF d SKIP LOCKED)
    UPDATE decision SET
      lease_owner = ${replicaId()}, lease_until = now() + ${leaseMs()} * interval '1 millisecond'
    FROM taken WHERE decision.id = taken.id
    RETURNING decision.id, campaign_id AS "campaignId", submission_id AS "submissionId", verdict::text AS verdict, notes,
      decided_by_id AS "decidedById", sent_at AS "sentAt",
      (extract(epoch FROM (clock_timestamp() - sent_at)) * 1000)::float8 AS "sinceSentMs", attempts,
      read_backs AS "readBacks", error_code AS "errorCode", error`;
}

/** Keeps the rows of a read-back that is still reading. */
export async function renewReadBack(ids: readonly string[]): Promise<void> {
  await db().$executeRaw`
    UPDATE decision SET lease_until = now() + ${leaseMs()} * interval '1 millisecond'
    WHERE id = ANY(${ids}::uuid[]) AND state = 'UNCERTAIN' AND lease_owner = ${replicaId()}`;
}

/**
 * When the next row will be due, in milliseconds from now; null when none will. What is due and was not taken waits for
 * something else than time (a pause, a sweep, the mirror, another replica), so it is not counted.
 */
export async function nextDueMs(): Promise<number | null> {
  const [row] = await db().$queryRaw<{ ms: number | null }[]>`
    SELECT (extract(epoch FROM min(CASE state WHEN 'SENDING' THEN lease_until ELSE greatest(due_at, lease_until) END)
                              - now()) * 1000)::float8 AS ms
    FROM decision
    WHERE state IN ('HELD', 'SENDING', 'UNCERTAIN') AND sweep_id IS NULL OR state = 'QUEUED' AND due_at > now()`;
  return row?.ms ?? null;
}

/** Above so many rows an event names only their campaigns: pages read those again. */
const IDS_TOLD = 200;

const eventOf = (rows: readonly { id: string; campaignId: string }[], state: string) => ({
  type: "decision" as const,
  ids: rows.length > IDS_TOLD ? [] : rows.map(({ id }) => id),
  campaignIds: [...new Set(rows.map(({ campaignId }) => campaignId))],
  state,
});
