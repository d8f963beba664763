import { db } from "@/lib/db/client";
import type { Job } from "@/lib/runtime/job";

const MINUTE = 60_000;
/** A claim that ran out may still be refreshed by its person, so it stays for a while; it keeps nobody from the work. */
const KEPT_MS = 60 * MINUTE;

/** Clears away claims that ran out long ago, and who was in a review then. */
export const claimsJob: Job = {
  name: "claims",
  exclusive: true,
  async run() {
    const before = new Date(Date.now() - KEPT_MS);
    await db().claim.deleteMany({ where: { until: { lt: before } } });
    await db().reviewPresence.deleteMany({ where: { seenAt: { lt: before } } });
    return { nextInMs: 10 * MINUTE };
  },
};
