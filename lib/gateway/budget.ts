import { db, transaction } from "@/lib/db/client";
import { env } from "@/lib/env";
import { currentPauses, openDoors, passDoors, strike } from "@/lib/gateway/pause";
import type { Budget, PauseInfo } from "@/lib/gateway/schema";
import { emit } from "@/lib/runtime/emit";

/** What a call is for; it decides how much of the hour may be spent on it. */
export type Purpose = "decision" | "order" | "person" | "background";

/** The last 15 % are kept for decisions and orders, background reads stop at 60 % (design, "Budget"). */
const SHARE: Record<Purpose, number> = { decision: 1, order: 1, person: 0.85, background: 0.6 };

const HOUR_MS = 3_600_000;

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
 * hour after the call ended, and if its process dies, until an hour after it must have ended.
 */
export async function reserveCall(request: ReserveRequest): Promise<Reservation> {
  const { rapidworkersHourlyLimit, rapidworkersTimeoutMs } = env();
  return transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`budget:${request.accountKeyId}`}, 0))`;
    // The lock's holder reads the clock: places are given in the order of `now`.
    const now = new Date();
    const closed = await passDoors(tx, now);
    if (closed !== undefined) return { ok: false, pause: closed };
    const allowed = Math.floor(rapidworkersHourlyLimit * SHARE[request.purpose]);
    const counted = { accountKeyId: request.accountKeyId, countedUntil: { gt: now } };
    const used = await tx.upstreamCall.count({ where: counted });
    if (used >= allowed) {
      const frees = await tx.upstreamCall.findFirst({
        where: counted,
        orderBy: { countedUntil: "asc" },
        skip: used - allowed,
        select: { countedUntil: true },
      });
      return {
        ok: false,
        pause: {
          reason: "budget_full",
          since: now.toISOString(),
          until: frees?.countedUntil.toISOString() ?? null,
          detail: null,
        },
      };
    }
    const call = await tx.upstreamCall.create({
      data: {
        ...request,
        reservedAt: now,
        countedUntil: new Date(now.getTime() + rapidworkersTimeoutMs + HOUR_MS),
      },
      select: { id: true },
    });
    return { ok: true, callId: call.id, reservedAt: now };
  });
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

/** Records how a reserved call ended and opens or closes the doors by what it says. */
export async function recordCall(
  reservation: { callId: bigint; reservedAt: Date; accountKeyId: string },
  end: CallEnd,
): Promise<void> {
  await transaction(async (tx) => {
    const now = new Date();
    await tx.upstreamCall.update({
      where: { id: reservation.callId },
      data: {
        endedAt: now,
        countedUntil: new Date(now.getTime() + HOUR_MS),
        status: end.status,
        durationMs: Math.round(end.durationMs),
        failure: end.failure,
      },
    });
    if (end.says === "usable") await openDoors(tx, reservation.reservedAt);
    else if (end.says !== "neutral") {
      const fullUntil =
        end.says === "rate_limited" ? await fullHourEnds(tx, reservation.accountKeyId, now) : null;
      await strike(tx, end.says, {
        now,
        detail: end.failure,
        retryAfterSeconds: end.retryAfterSeconds,
        fullUntil,
      });
    }
    if (spendIsNews(now)) await emit(tx, [{ type: "budget" }]);
  });
}

/** When our own record says that the hour is (nearly) full: the end of its oldest place; else null. */
async function fullHourEnds(
  tx: Parameters<Parameters<typeof transaction>[0]>[0],
  accountKeyId: string,
  now: Date,
): Promise<Date | null> {
  const { _count, _min } = await tx.upstreamCall.aggregate({
    where: { accountKeyId, countedUntil: { gt: now } },
    _count: true,
    _min: { countedUntil: true },
  });
  return _count >= env().rapidworkersHourlyLimit * 0.95 ? _min.countedUntil : null;
}

const NEWS_EVERY_MS = 2_000;
let lastNewsAt = 0;

/** Pages are told of spending every two seconds at most, not at every call. */
function spendIsNews(now: Date): boolean {
  if (now.getTime() - lastNewsAt < NEWS_EVERY_MS) return false;
  lastNewsAt = now.getTime();
  return true;
}

/** What is left of the hour for the current key, when it refills, and why calls wait if they do. */
export async function readBudget(): Promise<Budget> {
  const now = new Date();
  const limit = env().rapidworkersHourlyLimit;
  const key = await db().accountKey.findFirst({ where: { retiredAt: null }, select: { id: true } });
  const paused = await currentPauses();
  if (key === null) {
    const since = now.toISOString();
    return {
      limit,
      used: 0,
      left: limit,
      refillsAt: null,
      paused: [{ reason: "no_key", since, until: null, detail: null }, ...paused],
    };
  }
  const { _count: used, _min } = await db().upstreamCall.aggregate({
    where: { accountKeyId: key.id, countedUntil: { gt: now } },
    _count: true,
    _min: { countedUntil: true },
  });
  const refillsAt = _min.countedUntil?.toISOString() ?? null;
  if (used >= limit)
    paused.push({ reason: "budget_full", since: now.toISOString(), until: refillsAt, detail: null });
  return { limit, used, left: Math.max(0, limit - used), refillsAt, paused };
}

/** Whether a decision could be sent now, without taking a place or a probe. `probe`: one call may go to find out. */
export async function decisionDoor(): Promise<
  { open: true; probe: boolean } | { open: false; opensInMs: number | null }
> {
  const { paused } = await readBudget();
  const now = Date.now();
  const closed = paused.filter(({ reason }) => reason !== "insufficient_funds");
  const opensAt = closed.map(({ until }) => (until === null ? Number.POSITIVE_INFINITY : Date.parse(until)));
  const last = Math.max(0, ...opensAt);
  if (last > now) return { open: false, opensInMs: Number.isFinite(last) ? last - now : null };
  return { open: true, probe: closed.length > 0 };
}
