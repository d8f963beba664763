import type { Db } from "@/lib/db/client";
import { LIVE_CHANNEL } from "@/lib/runtime/channels";
import type { LiveEventData } from "@/lib/runtime/schema";

/**
 * Tells open pages on all replicas, in the transaction of what it tells of: a rolled-back change is never told, and
 * a committed one never missed (readers go by transaction order, see lib/runtime/feed.ts).
 */
export async function emit(tx: Db, events: readonly LiveEventData[]): Promise<void> {
  if (events.length === 0) return;
  await tx.liveEvent.createMany({
    data: events.map(({ type, ...data }) => ({ type, data })),
  });
  await tx.$executeRaw`SELECT pg_notify(${LIVE_CHANNEL}, '')`;
}
