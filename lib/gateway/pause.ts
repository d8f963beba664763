import { type Db, db } from "@/lib/db/client";
import { env } from "@/lib/env";
import type { PauseInfo, PauseReason } from "@/lib/gateway/schema";
import { emit } from "@/lib/runtime/emit";

/** Pauses that close the door to every call; `insufficient_funds` only holds back approvals (lib/decisions). */
const DOORS = ["key_refused", "rate_limited", "vendor_down"] as const satisfies readonly PauseReason[];
type Door = (typeof DOORS)[number];

/** So many failures in a row, over all replicas, and the vendor counts as down. A fault now and then does not. */
const STRIKES_UNTIL_DOWN = 5;

const SECOND = 1000;
const MINUTE = 60 * SECOND;

type PauseRow = { reason: string; since: Date; until: Date | null; strikes: number; detail: string | null };

/** A row as our API shows it. */
export const pauseInfo = (row: PauseRow): PauseInfo => ({
  reason: row.reason as PauseReason,
  since: row.since.toISOString(),
  until: row.until?.toISOString() ?? null,
  detail: row.detail,
});

/**
 * Whether a call may go: undefined, or the pause that closes the door. The first call after a pause's end goes as the
 * only probe of all replicas: it closes the door again for its own time limit, and its answer opens or closes it.
 * The caller holds the budget's advisory lock.
 */
export async function passDoors(tx: Db, now: Date): Promise<PauseInfo | undefined> {
  const rows = await tx.pause.findMany({ where: { reason: { in: [...DOORS] }, until: { not: null } } });
  const closed = rows.find((row) => row.until !== null && row.until > now);
  if (closed !== undefined) return pauseInfo(closed);
  if (rows.length > 0)
    await tx.pause.updateMany({
      where: { reason: { in: rows.map((row) => row.reason) } },
      data: { until: new Date(now.getTime() + env().rapidworkersTimeoutMs + SECOND) },
    });
  return undefined;
}

/** Closes a door, or counts a strike against the vendor. `until` null means: counted, not closed yet. */
export async function strike(
  tx: Db,
  door: Door,
  strike: { now: Date; detail: string | null; retryAfterSeconds?: number | null; fullUntil?: Date | null },
): Promise<void> {
  const known = await tx.pause.findUnique({ where: { reason: door } });
  const strikes = (known?.strikes ?? 0) + 1;
  const until = untilOf(door, strikes, strike);
  await tx.pause.upsert({
    where: { reason: door },
    create: { reason: door, since: strike.now, strikes, until, detail: strike.detail },
    update: { strikes, until, detail: strike.detail },
  });
  if (until !== null) await emit(tx, [{ type: "budget" }]);
}

/**
 * How long a door stays closed (design, "Budget"). 429: `Retry-After`; or, if our own record says that the hour is
 * full, until its oldest call leaves it; else 30 s doubling to 15 min with full jitter. A refused key is tried again
 * after 1 min doubling to 15 min. A vendor that is down after 2 s doubling to 1 min.
 */
function untilOf(
  door: Door,
  strikes: number,
  {
    now,
    retryAfterSeconds,
    fullUntil,
  }: { now: Date; retryAfterSeconds?: number | null; fullUntil?: Date | null },
): Date | null {
  const after = (ms: number) => new Date(now.getTime() + ms);
  const doubling = (first: number, most: number, nth: number) =>
    Math.min(most, first * 2 ** Math.min(nth, 20));
  switch (door) {
    case "rate_limited": {
      if (retryAfterSeconds != null) return after(Math.min(retryAfterSeconds, 3600) * SECOND);
      if (fullUntil != null) return fullUntil;
      return after(Math.max(SECOND, Math.random() * doubling(30 * SECOND, 15 * MINUTE, strikes - 1)));
    }
    case "key_refused":
      return after(doubling(MINUTE, 15 * MINUTE, strikes - 1));
    case "vendor_down":
      return strikes < STRIKES_UNTIL_DOWN
        ? null
        : after(doubling(2 * SECOND, MINUTE, strikes - STRIKES_UNTIL_DOWN));
  }
}

/** A usable answer opens every door that was closed before the call was reserved (a late answer opens nothing newer). */
export async function openDoors(tx: Db, reservedAt: Date): Promise<void> {
  const { count } = await tx.pause.deleteMany({
    where: { reason: { in: [...DOORS] }, since: { lt: reservedAt } },
  });
  if (count > 0) await emit(tx, [{ type: "budget" }]);
}

/** Pauses in force, for people: closed doors, and approvals held back for want of money. */
export async function currentPauses(): Promise<PauseInfo[]> {
  const rows = await db().pause.findMany({ orderBy: { since: "asc" } });
  return rows.filter((row) => row.until !== null || row.reason === "insufficient_funds").map(pauseInfo);
}
