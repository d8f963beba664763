import { db } from "@/lib/db/client";
import { replicaId } from "@/lib/runtime/replica";

/** How long a lease lasts unless it is renewed; a dead holder's job goes on elsewhere after so long. */
export const LEASE_MS = 15_000;

/**
 * Takes (or keeps) the lease of an exclusive job. Answers when the job is due, in milliseconds from now by the
 * database's clock, or undefined while another replica holds it.
 */
export async function takeLease(name: string): Promise<{ dueInMs: number } | undefined> {
  const [row] = await db().$queryRaw<{ due_in_ms: number }[]>`
    INSERT INTO lease AS l (name, owner, until, due_at)
    VALUES (${name}, ${replicaId()}, now() + ${LEASE_MS} * interval '1 millisecond', now())
    ON CONFLICT (name) DO UPDATE SET owner = EXCLUDED.owner, until = EXCLUDED.until
      WHERE l.until < now() OR l.owner = EXCLUDED.owner
    RETURNING (extract(epoch FROM (due_at - now())) * 1000)::float8 AS due_in_ms`;
  return row === undefined ? undefined : { dueInMs: row.due_in_ms };
}

/** Writes when the job is due next. A wake-up that comes while it runs is kept by the loop, not here. */
export async function setDue(name: string, inMs: number): Promise<void> {
  await db().$executeRaw`
    UPDATE lease SET due_at = now() + ${inMs} * interval '1 millisecond'
    WHERE name = ${name} AND owner = ${replicaId()}`;
}

/** Gives all leases of this replica back, so that others need not wait for them to run out. */
export async function releaseLeases(): Promise<void> {
  await db().$executeRaw`UPDATE lease SET until = now() WHERE owner = ${replicaId()}`;
}
