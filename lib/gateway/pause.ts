import { databaseTime } from "@/lib/db/clock";
import { type Db, db, transaction } from "@/lib/db/client";
import { closedUntil, type Door, DOORS, type Strike } from "@/lib/gateway/doors";
import type { PauseInfo, PauseReason } from "@/lib/gateway/schema";
import { emit } from "@/lib/runtime/emit";
import { EVERY_JOB, wakeJob } from "@/lib/runtime/wake";

type PauseRow = { reason: string; since: Date; until: Date | null; detail: string | null };

/** A row as our API shows it. */
const pauseInfo = (row: PauseRow): PauseInfo => ({
  reason: row.reason as PauseReason,
  since: row.since.toISOString(),
  until: row.until?.toISOString() ?? null,
  detail: row.detail,
});

/** The closed door that opens last, or undefined when none is closed at `now`. */
export async function closedDoor(tx: Db, now: Date): Promise<PauseInfo | undefined> {
  const row = await tx.pause.findFirst({
    where: { reason: { in: [...DOORS] }, until: { gt: now } },
    orderBy: { until: "desc" },
  });
  return row === null ? undefined : pauseInfo(row);
}

/**
 * Closes a door, or counts a strike against the vendor. While a door is closed only probes count, which are reserved
 * after it closed: the other calls that were under way with the first tell the same thing once more, and would
 * multiply the wait. The caller holds the budget's lock, or a call could be reserved after `now` and not see the door.
 */
export async function strike(
  tx: Db,
  door: Door,
  { reservedAt, detail, ...strike }: Strike & { reservedAt: Date; detail: string | null },
): Promise<void> {
  const known = await tx.pause.findUnique({ where: { reason: door } });
  const isClosed = known !== null && known.until !== null;
  if (isClosed && reservedAt < known.since) return;
  const strikes = (known?.strikes ?? 0) + 1;
  const until = closedUntil(door, strikes, strike);
  // It is closed since it closed, not since the first strike: what opens it must have been reserved later.
  const since = isClosed || known === null || until === null ? (known?.since ?? strike.now) : strike.now;
  await tx.pause.upsert({
    where: { reason: door },
    create: { reason: door, since, strikes, until, detail },
    update: { since, strikes, until, detail },
  });
  if (until !== null) await emit(tx, [{ type: "budget" }]);
}

/** Closes the door of a key that is stored and does not open: nothing can be sent until that is mended. */
export async function keyUnreadable(detail: string): Promise<PauseInfo> {
  return transaction(async (tx) => {
    const now = await databaseTime(tx);
    const known = await closedDoor(tx, now);
    if (known?.reason === "key_unreadable") return known;
    await strike(tx, "key_unreadable", { now, reservedAt: now, detail });
    return (
      (await closedDoor(tx, now)) ?? {
        reason: "key_unreadable",
        since: now.toISOString(),
        until: null,
        detail,
      }
    );
  });
}

/**
 * A usable answer opens every door that was closed before the call was reserved (a late answer opens nothing newer), and
 * ends a row of failures. What waited behind a door goes on at once, on every replica.
 */
export async function openDoors(tx: Db, reservedAt: Date): Promise<void> {
  const opened = await tx.$queryRaw<{ until: Date | null }[]>`
    DELETE FROM pause WHERE reason = ANY(${DOORS}) AND since < ${reservedAt} RETURNING until`;
  if (opened.every(({ until }) => until === null)) return;
  await emit(tx, [{ type: "budget" }]);
  await wakeJob(tx, EVERY_JOB);
}

/** Pauses in force, for people: closed doors, and approvals held back for want of money. */
export async function currentPauses(): Promise<PauseInfo[]> {
  const rows = await db().pause.findMany({ orderBy: { since: "asc" } });
  return rows.filter((row) => row.until !== null || row.reason === "insufficient_funds").map(pauseInfo);
}
