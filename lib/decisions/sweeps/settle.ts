import { audit } from "@/lib/audit/record";
import { type Db, transaction } from "@/lib/db/client";
import type { CarriedOutcome, SweepCode } from "@/lib/decisions/sweeps/outcome";
import type { SweepRow } from "@/lib/decisions/sweeps/sweep-row";
import { emit } from "@/lib/runtime/emit";

/** A decision that a sweep carries. */
export type Carried = { id: string; submissionId: bigint };

/** So many rows in one transaction: nobody who decides or reads waits long behind it. */
const ROWS_AT_ONCE = 1000;

/**
 * Writes what a read-back made of the decisions of a sweep: ledger, audit, mirror and news, a thousand in a transaction. A
 * process that dies in between leaves the rest as it was, under the sweep: the next read-back goes on there.
 */
export async function settleCarried(
  sweep: SweepRow,
  rows: readonly Carried[],
  to: Exclude<CarriedOutcome, "wait">,
  code: SweepCode | null,
): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    const some = rows.slice(from, from + ROWS_AT_ONCE);
    await transaction((tx) =>
      to === "APPLIED" || to === "CONFLICT"
        ? settleVerdict(tx, sweep, some, to)
        : release(tx, sweep, some, to, code ?? "still_pending"),
    );
  }
}

/** What RapidWorkers shows: approved, as the sweep meant it, or rejected by somebody else. What it paid is not told. */
async function settleVerdict(
  tx: Db,
  { id, campaignId }: SweepRow,
  rows: readonly Carried[],
  to: "APPLIED" | "CONFLICT",
): Promise<void> {
  const status = to === "APPLIED" ? "Approved" : "Rejected";
  const submissionIds = rows.map(({ submissionId }) => submissionId);
  // Submissions before decisions, as everybody locks them.
  await tx.$queryRaw`
    SELECT 1 FROM submission WHERE campaign_id = ${campaignId} AND id = ANY(${submissionIds}::bigint[])
    ORDER BY id FOR UPDATE`;
  const settled = await tx.decision.updateManyAndReturn({
    where: {
      id: { in: rows.map((row) => row.id) },
      sweepId: id,
      state: { in: ["SENDING", "UNCERTAIN"] },
    },
    data: {
      state: to,
      settledAt: new Date(),
      leaseOwner: null,
      leaseUntil: null,
      errorCode: to === "APPLIED" ? null : "decided_otherwise",
      error: to === "APPLIED" ? null : status,
    },
    select: { id: true, submissionId: true, decidedById: true, verdict: true, notes: true },
  });
  for (const actorId of new Set(settled.map((row) => row.decidedById)))
    await audit(
      tx,
      { actorId },
      ...settled
        .filter((row) => row.decidedById === actorId)
        .map((row) => ({
          action: "decision.settled" as const,
          subject: row.id,
          data: {
            campaignId,
            submissionId: Number(row.submissionId),
            verdict: row.verdict,
            state: to,
            amountPaid: null,
            error: to === "APPLIED" ? null : status,
          },
        })),
    );
  const notes = to === "APPLIED" ? (settled[0]?.notes ?? null) : null;
  await moveMirror(tx, campaignId, submissionIds, { status, notes });
  await emit(tx, [
    { type: "decision", ids: settled.map((row) => row.id), campaignIds: [campaignId], state: to },
    { type: "submission", campaignId, ids: settled.map((row) => Number(row.submissionId)) },
    { type: "campaign", ids: [campaignId] },
  ]);
}

/**
 * Brings the mirror along for many verdicts at once, by the rule of lib/mirror/apply-own-decision.ts: counters and what the
 * last read answered for move together, and reads that began earlier do not undo it.
 */
async function moveMirror(
  tx: Db,
  campaignId: string,
  ids: bigint[],
  { status, notes }: { status: "Approved" | "Rejected"; notes: string | null },
): Promise<void> {
  await tx.$executeRaw`
    WITH before AS (
      SELECT id, status FROM submission
      WHERE campaign_id = ${campaignId} AND id = ANY(${ids}::bigint[]) AND status <> ${status}
    ), moved AS (
      UPDATE submission s SET status = ${status}, notes = coalesce(${notes}, s.notes), changed_at = clock_timestamp()
      FROM before WHERE s.campaign_id = ${campaignId} AND s.id = before.id
      RETURNING before.status AS was
    ), counted AS (
      SELECT count(*) FILTER (WHERE was = 'Pending')::int AS pending,
        count(*) FILTER (WHERE was = 'Approved')::int AS approved,
        count(*) FILTER (WHERE was = 'Rejected')::int AS rejected, count(*)::int AS every
      FROM moved
    ), delta AS (
      SELECT -pending AS pending, (CASE WHEN ${status} = 'Approved' THEN every ELSE 0 END) - approved AS approved,
        (CASE WHEN ${status} = 'Rejected' THEN every ELSE 0 END) - rejected AS rejected
      FROM counted WHERE every > 0
    )
    UPDATE campaign c SET
      pending = greatest(0, c.pending + delta.pending),
      synced_pending = greatest(0, c.synced_pending + delta.pending),
      approved = greatest(0, c.approved + delta.approved),
      synced_approved = greatest(0, c.synced_approved + delta.approved),
      rejected = greatest(0, c.rejected + delta.rejected),
      synced_rejected = greatest(0, c.synced_rejected + delta.rejected),
      counters_at = greatest(c.counters_at, clock_timestamp())
    FROM delta WHERE c.id = ${campaignId}`;
}

/** Back to the queue, or to the single read-back; either way the sweep carries it no longer. */
async function release(
  tx: Db,
  { id, campaignId }: SweepRow,
  rows: readonly Carried[],
  to: "QUEUED" | "UNCERTAIN",
  code: SweepCode,
): Promise<void> {
  await tx.decision.updateMany({
    where: {
      id: { in: rows.map((row) => row.id) },
      sweepId: id,
      state: { in: ["SENDING", "UNCERTAIN"] },
    },
    data: {
      state: to,
      sweepId: null,
      errorCode: to === "QUEUED" ? code : "submission_missing",
      error: null,
      dueAt: new Date(),
      leaseOwner: null,
      leaseUntil: null,
    },
  });
  await emit(tx, [
    { type: "decision", ids: rows.map((row) => row.id), campaignIds: [campaignId], state: to },
  ]);
}
