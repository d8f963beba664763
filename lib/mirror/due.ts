import { type Db, db } from "@/lib/db/client";
import { JOB_NAME } from "@/lib/mirror/job-name";
import { wakeJob } from "@/lib/runtime/wake";

/** What the mirror reads on a clock. Each has a row in `lease`, so that replicas and restarts share one schedule. */
export type Clockwork = "counters" | "balance" | "blocked";

const rowName = (what: Clockwork) => `${JOB_NAME}.${what}`;

/**
 * Takes a turn if `everyMs` have passed since the last one: true for exactly one caller over all replicas. The interval is
 * the caller's at each asking, so that it shrinks at once when somebody begins to look. `until` holds the last turn.
 */
export async function takeTurn(what: Clockwork, everyMs: number): Promise<boolean> {
  const taken = await db().$executeRaw`
    INSERT INTO lease AS l (name, owner, until, due_at) VALUES (${rowName(what)}, 'schedule', now(), now())
    ON CONFLICT (name) DO UPDATE SET until = now(), due_at = now()
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
