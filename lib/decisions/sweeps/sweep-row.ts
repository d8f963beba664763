import { audit } from "@/lib/audit/record";
import { type Db, db, transaction } from "@/lib/db/client";
import type { Sweep as SweepRow } from "@/lib/db/generated/client";
import { env } from "@/lib/env";
import { JOB_NAME as DISPATCHER } from "@/lib/decisions/job-name";
import type { SweepCode } from "@/lib/decisions/sweeps/outcome";
import { emit } from "@/lib/runtime/emit";
import { replicaId } from "@/lib/runtime/replica";
import { wakeJob } from "@/lib/runtime/wake";

export type { SweepRow };

/** How long a sweep is held without a sign of life: more than one page of a list takes. */
const LEASE_MS = 60_000;
/** The bulk call leaves within this time or not at all; the lease outlasts it and its time limit. */
export const SEND_WITHIN_MS = 5_000;

/** When the lease of a bulk call ends that is about to leave: then nobody who might still send or write it is alive. */
export const sendingLeaseEnds = (now: Date): Date =>
  new Date(now.getTime() + SEND_WITHIN_MS + env().rapidworkersTimeoutMs + SEND_WITHIN_MS);

/**
 * Begins a sweep of a campaign, held by this process. Undefined when one is open already: a unique index lets two
 * replicas, or a person and the planner, never begin two.
 */
export async function beginSweep(sweep: {
  campaignId: string;
  ground: string;
  askedById: string | null;
  planned: number;
}): Promise<SweepRow | undefined> {
  const [row] = await db().sweep.createManyAndReturn({
    data: [
      {
        ...sweep,
        state: "VERIFYING",
        leaseOwner: replicaId(),
        leaseUntil: new Date(Date.now() + LEASE_MS),
      },
    ],
    skipDuplicates: true,
  });
  return row;
}

/** Takes a sweep that is due and that nobody holds: being verified when its process died, or to be read back. */
export async function claimSweep(): Promise<SweepRow | undefined> {
  const [claimed] = await db().$queryRaw<{ id: string }[]>`
    UPDATE sweep SET lease_owner = ${replicaId()}, lease_until = now() + ${LEASE_MS} * interval '1 millisecond'
    WHERE id = (
      SELECT id FROM sweep
      WHERE state IN ('VERIFYING', 'UNCERTAIN') AND due_at <= now() AND (lease_until IS NULL OR lease_until < now())
      ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id`;
  return claimed === undefined ? undefined : db().sweep.findUniqueOrThrow({ where: { id: claimed.id } });
}

/** Keeps a sweep that this process holds for another while. */
export async function renewSweep({ id }: SweepRow): Promise<void> {
  await db().sweep.updateMany({
    where: { id, leaseOwner: replicaId() },
    data: { leaseUntil: new Date(Date.now() + LEASE_MS) },
  });
}

/** Locks the sweep if this process still holds it in the state in which it knows it. */
export async function holdSweep(tx: Db, { id, state }: SweepRow): Promise<boolean> {
  const held = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM sweep WHERE id = ${id}::uuid AND state = ${state}::"SweepState" AND lease_owner = ${replicaId()}
    FOR UPDATE`;
  return held.length > 0;
}

/**
 * A bulk call whose process died between "SENDING is committed" and "the answer is written": the vendor may or may not have
 * been told. The sweep and all that it carries become UNCERTAIN; nothing is sent again before it is read back.
 */
export async function expireSweeps(): Promise<void> {
  const lost = await db().sweep.findMany({ where: { state: "SENDING", leaseUntil: { lt: new Date() } } });
  for (const sweep of lost)
    await transaction(async (tx) => {
      const { count } = await tx.sweep.updateMany({
        where: { id: sweep.id, state: "SENDING", leaseUntil: { lt: new Date() } },
        data: {
          state: "UNCERTAIN",
          errorCode: "desk_stopped",
          dueAt: new Date(),
          leaseOwner: null,
          leaseUntil: null,
        },
      });
      if (count > 0) await doubtCarried(tx, sweep, "desk_stopped", null);
    });
}

/** The outcome of a bulk call is unknown; returns the sweep as it stands then, or undefined when it is no longer ours. */
export function doubtSweep(
  sweep: SweepRow,
  code: SweepCode | null,
  message: string | null,
): Promise<SweepRow | undefined> {
  return transaction(async (tx) => {
    if (!(await holdSweep(tx, sweep))) return undefined;
    await doubtCarried(tx, sweep, code ?? "answer_lost", message);
    return tx.sweep.update({
      where: { id: sweep.id },
      data: { state: "UNCERTAIN", errorCode: code, error: message },
    });
  });
}

async function doubtCarried(
  tx: Db,
  { id, campaignId }: SweepRow,
  errorCode: string,
  error: string | null,
): Promise<void> {
  await tx.decision.updateMany({
    where: { sweepId: id, state: "SENDING" },
    data: { state: "UNCERTAIN", errorCode, error, leaseOwner: null, leaseUntil: null, dueAt: new Date() },
  });
  await emit(tx, [{ type: "decision", ids: [], campaignIds: [campaignId], state: "UNCERTAIN" }]);
}

/** Gives a sweep back until `waitMs` from now; `tried` counts it as a read-back (or, while verifying, an attempt). */
export async function postponeSweep(sweep: SweepRow, waitMs: number, tried: boolean): Promise<void> {
  await db().sweep.updateMany({
    where: { id: sweep.id, state: sweep.state, leaseOwner: replicaId() },
    data: {
      dueAt: new Date(Date.now() + waitMs),
      readBacks: { increment: tried ? 1 : 0 },
      leaseOwner: null,
      leaseUntil: null,
    },
  });
}

/**
 * Gives up a sweep of which the vendor did nothing: what it carries goes back to the queue. False when it is no longer
 * ours. `details` go into the audit.
 */
export function abandonSweep(
  sweep: SweepRow,
  code: SweepCode,
  message: string | null = null,
  details: { unseen?: number; gone?: number } = {},
): Promise<boolean> {
  return transaction(async (tx) => {
    if (!(await holdSweep(tx, sweep))) return false;
    const now = new Date();
    await tx.decision.updateMany({
      where: { sweepId: sweep.id, state: { in: ["SENDING", "UNCERTAIN"] } },
      data: {
        state: "QUEUED",
        sweepId: null,
        errorCode: code,
        error: message,
        dueAt: now,
        leaseOwner: null,
        leaseUntil: null,
      },
    });
    await endSweep(tx, sweep, { state: "ABANDONED", code, message, ...details });
    return true;
  });
}

/** Writes a sweep's end, its audit row and the news, in the transaction of what it tells of; wakes the dispatcher. */
export async function endSweep(
  tx: Db,
  { id, campaignId, askedById, ground }: SweepRow,
  end: {
    state: "DONE" | "ABANDONED";
    code: SweepCode | null;
    message: string | null;
    applied?: number;
    unseen?: number;
    gone?: number;
  },
): Promise<void> {
  const { state, code, message, applied = 0, unseen = 0, gone = 0 } = end;
  await tx.sweep.update({
    where: { id },
    data: {
      state,
      errorCode: code,
      error: message,
      settledAt: new Date(),
      leaseOwner: null,
      leaseUntil: null,
    },
  });
  await audit(
    tx,
    { actorId: askedById },
    {
      action: state === "DONE" ? "sweep.done" : "sweep.abandoned",
      subject: id,
      data: { campaignId, ground, code, message, applied, unseen, gone },
    },
  );
  await emit(tx, [{ type: "campaign", ids: [campaignId] }]);
  await wakeJob(tx, DISPATCHER);
}
