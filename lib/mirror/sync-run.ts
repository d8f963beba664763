import { type Db, db } from "@/lib/db/client";

/** Which submissions a run reads: every status, or the pending ones alone. */
export type Scope = "" | "Pending";

/** A run that this process holds for one page. `readStartedAt` is the database's time before the read begins. */
export type ClaimedRun = {
  campaignId: string;
  scope: Scope;
  runId: string;
  nextPage: number;
  readCount: number;
  /** As the page before told. */
  totalCount: number | null;
  askedById: string | null;
  /** Its campaign was never read completely. */
  first: boolean;
  attempts: number;
  readStartedAt: Date;
};

const RETRY_FIRST_MS = 5_000;
const RETRY_MOST_MS = 3_600_000;

/**
 * Takes the most urgent run that is due, for as long as one page may take; undefined when there is none. What a person
 * asked for goes first, then pending ones before verdicts, campaigns that are open before those that are over. A lease
 * that ran out (its process died) is taken over, at the page where it stood.
 */
export async function claimRun(
  owner: string,
  leaseMs: number,
  campaignId?: string,
): Promise<ClaimedRun | undefined> {
  const [run] = await db().$queryRaw<ClaimedRun[]>`
    UPDATE campaign_sync s
    SET lease_owner = ${owner}, lease_until = clock_timestamp() + ${leaseMs} * interval '1 millisecond'
    FROM (
      SELECT s.campaign_id, c.synced_at FROM campaign_sync s JOIN campaign c ON c.id = s.campaign_id
      WHERE s.next_attempt_at <= now() AND (s.lease_until IS NULL OR s.lease_until < now())
        AND (${campaignId ?? null}::text IS NULL OR s.campaign_id = ${campaignId ?? null})
      ORDER BY s.asked_by_id IS NULL, s.scope = '', c.status <> 'Active', s.next_page DESC, c.pending DESC, c.id
      LIMIT 1 FOR UPDATE OF s SKIP LOCKED
    ) AS due
    WHERE s.campaign_id = due.campaign_id
    RETURNING s.campaign_id AS "campaignId", s.scope, s.run_id AS "runId", s.next_page AS "nextPage",
      s.read_count AS "readCount", s.total_count AS "totalCount", s.asked_by_id AS "askedById",
      due.synced_at IS NULL AS first, s.attempts,
      clock_timestamp()::timestamptz(3) AS "readStartedAt"`;
  return run;
}

/**
 * Locks the run's row if it still stands where it was claimed. False when the lease ran out and somebody else read the
 * page meanwhile: then what we read must not be counted a second time.
 */
export async function stillOurs(tx: Db, run: ClaimedRun, owner: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM campaign_sync
    WHERE campaign_id = ${run.campaignId} AND run_id = ${run.runId}::uuid AND next_page = ${run.nextPage}
      AND lease_owner = ${owner}
    FOR UPDATE`;
  return rows.length > 0;
}

/** What one page told of the run's length. */
type Progress = { readCount: number; totalCount: number | null; pageCount: number | null };

/** Writes that the page is in and gives the run back: the next page may be read by anybody. */
export async function turnPage(tx: Db, run: ClaimedRun, progress: Progress): Promise<void> {
  await tx.campaignSync.update({
    where: { campaignId: run.campaignId },
    data: { ...progress, nextPage: run.nextPage + 1, error: null, leaseOwner: null, leaseUntil: null },
  });
}

/** Begins a pass over another scope (or the same again) under the same row; due at `at`. */
export async function beginPass(
  tx: Db,
  run: ClaimedRun,
  pass: { scope: Scope; attempts: number; at: Date },
): Promise<void> {
  await tx.$executeRaw`
    UPDATE campaign_sync SET scope = ${pass.scope}, attempts = ${pass.attempts}, next_attempt_at = ${pass.at},
      run_id = gen_random_uuid(), next_page = 1, page_count = NULL, total_count = NULL, read_count = 0, error = NULL,
      lease_owner = NULL, lease_until = NULL
    WHERE campaign_id = ${run.campaignId}`;
}

/** Gives a run back that the vendor failed: tried again after 5 s, doubling to an hour. `error` is a code for people. */
export async function failRun(run: ClaimedRun, owner: string, error: string): Promise<void> {
  const waitMs = Math.min(RETRY_MOST_MS, RETRY_FIRST_MS * 2 ** Math.min(run.attempts, 20));
  await db().$executeRaw`
    UPDATE campaign_sync SET attempts = attempts + 1, error = ${error}, lease_owner = NULL, lease_until = NULL,
      next_attempt_at = clock_timestamp() + ${waitMs} * interval '1 millisecond'
    WHERE campaign_id = ${run.campaignId} AND lease_owner = ${owner} AND run_id = ${run.runId}::uuid`;
}

/** Gives a run back that could not be tried; nothing is held against it. `error` null = it goes on at once. */
export async function releaseRun(
  run: ClaimedRun,
  owner: string,
  error: string | null,
  at: Date,
): Promise<void> {
  await db().$executeRaw`
    UPDATE campaign_sync SET error = ${error}, lease_owner = NULL, lease_until = NULL, next_attempt_at = ${at}
    WHERE campaign_id = ${run.campaignId} AND lease_owner = ${owner} AND run_id = ${run.runId}::uuid`;
}
