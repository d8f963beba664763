import { db } from "@/lib/db/client";
import { subscriberCount } from "@/lib/runtime/feed";
import type { Job } from "@/lib/runtime/job";
import { replicaId } from "@/lib/runtime/replica";

const TELL_EVERY_MS = 15_000;
const SEEN_WITHIN_MS = 60_000;

/** Tells the other replicas how many pages are open here, so that reads cost by need. */
export const presenceJob: Job = {
  name: "presence",
  exclusive: false,
  async run() {
    const row = { viewers: subscriberCount(), seenAt: new Date() };
    await db().presence.upsert({
      where: { replica: replicaId() },
      create: { replica: replicaId(), ...row },
      update: row,
    });
    return { nextInMs: TELL_EVERY_MS };
  },
};

/** Whether somebody looks at the desk, on any replica, as of the last minute. */
export async function somebodyLooks(): Promise<boolean> {
  const seen = await db().presence.findFirst({
    where: { viewers: { gt: 0 }, seenAt: { gt: new Date(Date.now() - SEEN_WITHIN_MS) } },
  });
  return seen !== null;
}
