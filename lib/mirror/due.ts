import { type Db, db } from "@/lib/db/client";
import { JOB_NAME } from "@/lib/mirror/job-name";
import { wakeJob } from "@/lib/runtime/wake";

/** What the mirror reads on a clock. Each has a row in `lease`, so that replicas and restarts share one schedule. */
export type Clockwork = "counters" | "balance" | "blocked";

const rowName = (what: Clockwork | "pages") => `${JOB_NAME}.${what}`;

/**
 * Takes a turn if `everyMs` have passed since the last one: true for exactly one caller over all replicas. The interval is
 * the caller's at each asking, so that it shrinks at once when somebody begins to look. `until` holds the last turn.
 */
export async function takeTurn(what: Clockwork, everyMs: number): Promise<boolean> {
  const taken = await db().$executeRaw`
    INSERT INTO lease AS l (name, owner, until, due_at) VALUES (${rowName(what)}, 'schedule', now(), 'epoch')
    ON CONFLICT (name) DO UPDATE SET until = now()
    WHERE l.until <= now() - ${everyMs} * interval '1 millisecond'`;
  return taken > 0;
}

/** Gives a turn back that could not be used: the next asking takes it again. */
export async function giveTurnBack(tx: Db, what: Clockwork): Promise<void> {
  await tx.$executeRaw`UPDATE lease SET until = 'epoch' WHERE name = ${rowName(what)}`;
}

/** Has the counters read, and runs that wait gone on with, as soon as the transaction is committed. */
export async function wakeMirror(tx: Db): Promise<void> {
  await giveTurnBack(tx, "counters");
  await wakeJob(tx, JOB_NAME);
}

/** Notes when the read of the counters began that is being written: `due_at` of their row. */
export async function noteCountersRead(tx: Db, readStartedAt: Date): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO lease AS l (name, owner, until, due_at)
    VALUES (${rowName("counters")}, 'schedule', 'epoch', ${readStartedAt})
    ON CONFLICT (name) DO UPDATE SET due_at = greatest(l.due_at, EXCLUDED.due_at)`;
}

/** When the last written read of the counters began; undefined before the first. */
export async function countersReadAt(): Promise<Date | undefined> {
  const row = await db().lease.findUnique({ where: { name: rowName("counters") } });
  return row?.dueAt;
}

/**
 * The allowance for keeping submissions up to date: one page in 55 s over all replicas, five at once after a pause, so at
 * most 70 in an hour. First reads and what people ask for are not of it. `until` holds the time at which all pages read
 * so far are paid for; pages that are owed put it ahead, by ten minutes at most.
 */
const PAGE_EVERY_MS = 55_000;
const PAGES_AT_ONCE = 5;
const OWED_MOST_MS = 10 * 60_000;

/** How many pages may be read now for the upkeep; not above 0 = none. */
export async function pagesAllowed(): Promise<number> {
  const [row] = await db().$queryRaw<{ paid_in_ms: number }[]>`
    SELECT (extract(epoch FROM until - clock_timestamp()) * 1000)::float8 AS paid_in_ms
    FROM lease WHERE name = ${rowName("pages")}`;
  return PAGES_AT_ONCE - Math.ceil(Math.max(0, row?.paid_in_ms ?? 0) / PAGE_EVERY_MS);
}

/** Takes a page that was read from the allowance. */
export async function chargePage(): Promise<void> {
  await db().$executeRaw`
    INSERT INTO lease AS l (name, owner, until)
    VALUES (${rowName("pages")}, 'schedule', now() + ${PAGE_EVERY_MS} * interval '1 millisecond')
    ON CONFLICT (name) DO UPDATE SET until = least(
      greatest(l.until, now()) + ${PAGE_EVERY_MS} * interval '1 millisecond',
      now() + ${PAGES_AT_ONCE * PAGE_EVERY_MS + OWED_MOST_MS} * interval '1 millisecond')`;
}
