import { setTimeout as sleep } from "node:timers/promises";
import { type Memory, memoryOf } from "@/e2e/bench/memory";
import { requestsSoFar, type Stage, secondsSince } from "@/e2e/bench/stage";
import type { Campaign } from "@/lib/mirror/schema";

/** Seconds; memory is null where it cannot be read. */
export type StartFigures = {
  firstStart: number;
  /** Until the campaign of 20,000 submissions has been read to its end, and until all 36,000 have. */
  firstSyncOf20000: number;
  firstSyncOfAll: number;
  firstSyncRequests: number;
  memoryAfterFirstSync: Memory | null;
  /** On the data folder as it is then, the database running. */
  laterStart: number;
  memoryAfterLaterStart: Memory | null;
};

const SYNC_LIMIT_MS = 300_000;
/** By then the background work has run once and nothing more is loaded. */
const COME_TO_REST_MS = 5_000;

/** Measures the first sync of a desk that has just been started, then a restart of it. */
export async function measureStart({
  marketplace,
  desk,
  api,
  campaignId,
  firstStart,
}: Stage): Promise<StartFigures> {
  const startedAt = performance.now();
  const unread = async () => {
    const { body } = await api.get<{ items: Campaign[] }>("/api/campaigns?limit=1000");
    return body.items.length === 0 ? null : body.items.filter(({ syncedAt }) => syncedAt === null);
  };
  const until = async (done: (missing: Campaign[]) => boolean) => {
    for (; performance.now() - startedAt < SYNC_LIMIT_MS; await sleep(100)) {
      const missing = await unread();
      if (missing !== null && done(missing)) return secondsSince(startedAt);
    }
    throw new Error("the first sync did not end in time");
  };
  const firstSyncOf20000 = await until((missing) => missing.every(({ id }) => id !== campaignId));
  const firstSyncOfAll = await until((missing) => missing.length === 0);
  const firstSyncRequests = await requestsSoFar(marketplace);
  const memoryAfterFirstSync = await memoryOf(desk.dataDir);
  await desk.stop();
  const restartedAt = performance.now();
  await desk.startAgain();
  const laterStart = secondsSince(restartedAt);
  await sleep(COME_TO_REST_MS);
  return {
    firstStart,
    firstSyncOf20000,
    firstSyncOfAll,
    firstSyncRequests,
    memoryAfterFirstSync,
    laterStart,
    memoryAfterLaterStart: await memoryOf(desk.dataDir),
  };
}
