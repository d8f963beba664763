import type { Db } from "@/lib/db/client";
import { WAKE_CHANNEL } from "@/lib/runtime/channels";

/** Wakes a job on every replica once the transaction is committed. Whoever misses it finds the work when
 * it is due by itself. */
export async function wakeJob(tx: Db, name: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify(${WAKE_CHANNEL}, ${name})`;
}

/** In place of a job's name. */
export const EVERY_JOB = "";
