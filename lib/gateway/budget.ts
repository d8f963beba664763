import { type Db, db, transaction } from "@/lib/db/client";
import { env } from "@/lib/env";
import { DOORS } from "@/lib/gateway/doors";
import { closedDoor, currentPauses, openDoors, strike } from "@/lib/gateway/pause";
import { placesFor, type Purpose } from "@/lib/gateway/purpose";
import { tellBudget } from "@/lib/gateway/news";
import type { PauseInfo } from "@/lib/gateway/schema";

const HOUR_MS = 3_600_000;
/** A probe closes its doors again until it must have ended, and this much longer. */
const PROBE_MARGIN_MS = 1_000;

export type ReserveRequest = {
  accountKeyId: string;
  endpoint: string;
  purpose: Purpose;
  actorId?: string;
  decisionId?: string;
  requestId?: string;
};

export type Reservation = { ok: true; callId: bigint; reservedAt: Date } | { ok: false; pause: PauseInfo };

/**
 * Takes one place of the rolling hour, or says why not and when again. One short transaction under an advisory lock:
 * without it two replicas read the same count (1,027 of 1,000 were granted when tried). The place is occupied until an
 * hour after the call ended, and if its process dies, until an hour after it must have ended. The first call after a
 * pause's end goes as the only probe of all replicas: it closes the doors again for its own time limit, and its answer
 * opens or closes them.
 */
export async function reserveCall(request: ReserveRequest): Promise<Reservation> {
  const { rapidworkersHourlyLimit, rapidworkersTimeoutMs: timeoutMs } = env();
  const allowed = placesFor(request.purpose, rapidworkersHourlyLimit);
  return transaction(async (tx) => {
    const now = await lockBudget(tx, request.accountKeyId);
    const [call] = await tx.$queryRaw<{ id: bigint }[]>`
      WITH door AS MATERIALIZED (
        SELECT reason, until FROM pause WHERE reason = ANY(${DOORS}) AND until IS NOT NULL
      ), free AS MATERIALIZED (
        SELECT WHERE NOT EXISTS (SELECT FROM door WHERE until > ${now}) AND ${allowed} > (
          SELECT count(*) FROM upstream_call
          WHERE account_key_id = ${request.accountKeyId}::uuid AND counted_until > ${now})
      ), probe AS (
        UPDATE pause SET until = ${new Date(now.getTime() + timeoutMs + PROBE_MARGIN_MS)}
        WHERE reason IN (SELECT reason FROM door) AND EXISTS (SELECT FROM free)
      )
      INSERT INTO upstream_call
        (account_key_id, endpoint, purpose, actor_id, decision_id, request_id, reserved_at, counted_until)
      SELECT ${request.accountKeyId}::uuid, ${request.endpoint}, ${request.purpose}, ${request.actorId ?? null}::uuid,
        ${request.decisionId ?? null}::uuid, ${request.requestId ?? null}, ${now},
        ${new Date(now.getTime() + timeoutMs + HOUR_MS)}
      FROM free
      RETURNING id`;
    if (call !== undefined) return { ok: true, callId: call.id, reservedAt: now };
    tellBudget();
    const door = await closedDoor(tx, now);
    return { ok: false, pause: door ?? (await fullHour(tx, request.accountKeyId, allowed, now)) };
  });
}

/**
 * Waits until this transaction alone may touch the budget. Returns the time: the database's, which all replicas share,
 * read after the wait, so that places are given in the order of it.
 */
async function lockBudget(tx: Db, accountKeyId: string): Promise<Date> {
  const [row] = await tx.$queryRaw<{ now: Date }[]>`
    SELECT pg_advisory_xact_lock(hashtextextended(${`budget:${accountKeyId}`}, 0))::text AS locked,
      clock_timestamp()::timestamptz(3) AS now`;
  if (row === undefined) throw new Error("the budget's lock answered nothing");
  return row.now;
}

/** The pause of whoever may take no more than `allowed` places: it ends when as many are free as are too many. */
async function fullHour(tx: Db, accountKeyId: string, allowed: number, now: Date): Promise<PauseInfo> {
  const [frees] = await tx.$queryRaw<{ until: Date }[]>`
    SELECT counted_until AS until FROM upstream_call
    WHERE account_key_id = ${accountKeyId}::uuid AND counted_until > ${now}
    ORDER BY counted_until DESC OFFSET ${Math.max(0, allowed - 1)} LIMIT 1`;
  const until = allowed === 0 ? null : (frees?.until.toISOString() ?? null);
  return { reason: "budget_full", since: now.toISOString(), until, detail: null };
}

/** How a call ended: the status if there was one; and what it says about the doors. */
export type CallEnd = {
  status: number | null;
  durationMs: number;
  failure: string | null;
  retryAfterSeconds?: number | null;
  /** `usable`: the vendor works with us; `neutral`: the call says nothing about the vendor. */
  says: "usable" | "neutral" | "rate_limited" | "key_refused" | "vendor_down";
};

export type EndedCall = { callId: bigint; reservedAt: Date; accountKeyId: string };

/**
 * Records how a reserved call ended and opens or closes the doors by what it says. The ordinary end is one statement;
 * only what changes the doors takes a transaction more. A process that dies between the two has
 * lost a remark about the vendor that the next call will make again.
 */
export async function recordCall(call: EndedCall, end: CallEnd): Promise<void> {
  const [row] = await db().$queryRaw<{ marked: boolean }[]>`
    UPDATE upstream_call SET
      ended_at = clock_timestamp(), counted_until = clock_timestamp() + ${HOUR_MS} * interval '1 millisecond',
      status = ${end.status}, duration_ms = ${Math.round(end.durationMs)}, failure = ${end.failure}
    WHERE id = ${call.callId}
    RETURNING EXISTS (SELECT FROM pause WHERE reason = ANY(${DOORS}) AND since < ${call.reservedAt}) AS marked`;
  tellBudget();
  const changesDoors = end.says === "usable" ? row?.marked === true : end.says !== "neutral";
  if (changesDoors) await transaction((tx) => moveDoors(tx, call, end));
}

async function moveDoors(tx: Db, { accountKeyId, reservedAt }: EndedCall, end: CallEnd): Promise<void> {
  if (end.says === "neutral") return;
  const now = await lockBudget(tx, accountKeyId);
  if (end.says === "usable") return openDoors(tx, reservedAt);
  if (end.says !== "vendor_down" && !(await isCurrentKey(tx, accountKeyId))) return;
  await strike(tx, end.says, {
    now,
    reservedAt,
    detail: end.failure,
    retryAfterSeconds: end.retryAfterSeconds,
    fullUntil: end.says === "rate_limited" ? await fullHourEnds(tx, accountKeyId, now) : null,
  });
}

/** What the vendor says of a key that was replaced while the call ran says nothing of the one that replaced it. */
const isCurrentKey = async (tx: Db, id: string) =>
  (await tx.accountKey.count({ where: { id, retiredAt: null } })) > 0;

/** When our own record says that the hour is (nearly) full: the end of its oldest place; else null. */
async function fullHourEnds(tx: Db, accountKeyId: string, now: Date): Promise<Date | null> {
  const { _count, _min } = await tx.upstreamCall.aggregate({
    where: { accountKeyId, countedUntil: { gt: now } },
    _count: true,
    _min: { countedUntil: true },
  });
  return _count >= env().rapidworkersHourlyLimit * 0.95 ? _min.countedUntil : null;
}

/** Whether a decision could be sent now, without taking a place or a probe. `probe`: one call may go to find out. */
export async function decisionDoor(): Promise<
  { open: true; probe: boolean } | { open: false; opensInMs: number | null }
> {
  const [spent] = await db().$queryRaw<{ used: number; refillsAt: Date | null }[]>`
    SELECT count(u.id)::int AS used, min(u.counted_until) AS "refillsAt"
    FROM account_key k LEFT JOIN upstream_call u ON u.account_key_id = k.id AND u.counted_until > now()
    WHERE k.retired_at IS NULL GROUP BY k.id`;
  if (spent === undefined) return { open: false, opensInMs: null };
  const doors = (await currentPauses()).filter(({ reason }) => reason !== "insufficient_funds");
  const opensAt = doors.map(({ until }) => Date.parse(until ?? ""));
  if (spent.refillsAt !== null && spent.used >= env().rapidworkersHourlyLimit)
    opensAt.push(spent.refillsAt.getTime());
  const opensInMs = Math.max(0, ...opensAt) - Date.now();
  return opensInMs > 0 ? { open: false, opensInMs } : { open: true, probe: doors.length > 0 };
}
