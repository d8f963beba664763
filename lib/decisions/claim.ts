import { db, transaction } from "@/lib/db/client";
import { env } from "@/lib/env";
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
  readBacks: number;
  errorCode: string | null;
  error: string | null;
};

/** A lease outlasts the request by this much; then the row is uncertain, whatever became of its process. */
const LEASE_MARGIN_MS = 10_000;

/** How long a read-back may take: many pages, each with its own time limit. */
const READ_BACK_LEASE_MS = 120_000;

/** Ends the undo window of what is due: HELD becomes QUEUED. */
export async function promoteHeld(): Promise<void> {
  await transaction(async (tx) => {
    const due = await tx.decision.updateManyAndReturn({
      where: { state: "HELD", heldUntil: { lte: new Date() } },
      data: { state: "QUEUED" },
      select: { id: true, campaignId: true },
    });
    if (due.length > 0) await emit(tx, [eventOf(due, "QUEUED")]);
  });
}

/**
 * Rows whose lease ran out: their process died between "SENDING is committed" and "the answer is written", so the
 * vendor may or may not have been told. They are read back, never sent again blindly.
 */
export async function expireLeases(): Promise<void> {
  await transaction(async (tx) => {
    const lost = await tx.decision.updateManyAndReturn({
      where: { state: "SENDING", leaseUntil: { lt: new Date() } },
      data: {
        state: "UNCERTAIN",
        errorCode: "desk_stopped",
        error: null,
        dueAt: new Date(),
        leaseOwner: null,
        leaseUntil: null,
      },
      select: { id: true, campaignId: true },
    });
    if (lost.length > 0) await emit(tx, [eventOf(lost, "UNCERTAIN")]);
  });
}

/**
 * Takes up to `places` due rows and commits them as SENDING, before anything leaves: interactive before bulk, oldest
 * first. Rows that another replica is taking at this moment are skipped (FOR UPDATE SKIP LOCKED). Rows whose submission
 * is no longer pending in the mirror are left: the mirror settles them (outside-changes.ts).
 */
export async function claimForSending(places: number, approvalsToo: boolean): Promise<Claimed[]> {
  const leaseMs = env().rapidworkersTimeoutMs + LEASE_MARGIN_MS;
  return transaction(async (tx) => {
    const rows = await tx.$queryRaw<Claimed[]>`
      UPDATE decision SET
        state = 'SENDING', attempts = attempts + 1, read_backs = 0, sent_at = now(),
        error_code = NULL, error = NULL,
        lease_owner = ${replicaId()}, lease_until = now() + ${leaseMs} * interval '1 millisecond'
      WHERE id IN (
        SELECT d.id FROM decision d
        JOIN submission s ON s.campaign_id = d.campaign_id AND s.id = d.submission_id AND s.status = 'Pending'
        WHERE d.state = 'QUEUED' AND d.due_at <= now() AND (${approvalsToo} OR d.verdict = 'reject')
        ORDER BY d.lane, d.held_until, d.id
        LIMIT ${places}
        FOR UPDATE OF d SKIP LOCKED)
      RETURNING id, campaign_id AS "campaignId", submission_id AS "submissionId", verdict::text AS verdict, notes,
        decided_by_id AS "decidedById", sent_at AS "sentAt", read_backs AS "readBacks",
        error_code AS "errorCode", error`;
    if (rows.length > 0) await emit(tx, [eventOf(rows, "SENDING")]);
    return rows;
  });
}

/** Takes due uncertain rows for a read-back; they stay UNCERTAIN under a lease of their own. */
export async function claimForReadBack(places: number): Promise<Claimed[]> {
  return db().$queryRaw<Claimed[]>`
    UPDATE decision SET
      lease_owner = ${replicaId()}, lease_until = now() + ${READ_BACK_LEASE_MS} * interval '1 millisecond'
    WHERE id IN (
      SELECT id FROM decision
      WHERE state = 'UNCERTAIN' AND due_at <= now() AND (lease_until IS NULL OR lease_until < now())
      ORDER BY due_at, id
      LIMIT ${places}
      FOR UPDATE SKIP LOCKED)
    RETURNING id, campaign_id AS "campaignId", submission_id AS "submissionId", verdict::text AS verdict, notes,
      decided_by_id AS "decidedById", sent_at AS "sentAt", read_backs AS "readBacks",
      error_code AS "errorCode", error`;
}

/** When the next row will be due, in milliseconds from now; null when nothing is open. */
export async function nextDueMs(approvalsToo: boolean): Promise<number | null> {
  const [row] = await db().$queryRaw<{ ms: number | null }[]>`
    SELECT (extract(epoch FROM min(CASE state WHEN 'SENDING' THEN lease_until ELSE greatest(due_at, lease_until) END)
                              - now()) * 1000)::float8 AS ms
    FROM decision
    WHERE state IN ('HELD', 'QUEUED', 'SENDING', 'UNCERTAIN')
      AND (${approvalsToo} OR verdict = 'reject' OR state <> 'QUEUED')`;
  return row?.ms ?? null;
}

const eventOf = (rows: readonly { id: string; campaignId: string }[], state: string) => ({
  type: "decision" as const,
  ids: rows.map(({ id }) => id),
  campaignIds: [...new Set(rows.map(({ campaignId }) => campaignId))],
  state,
});
