import { db } from "@/lib/db/client";
import type { Job } from "@/lib/runtime/job";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** How long rows are kept that only matter for a while. The ledger and the audit are kept for ever. */
const KEPT_MS = {
  liveEvents: 60 * MINUTE,
  idempotency: 7 * DAY,
  calls: 30 * DAY,
  sessions: 30 * DAY,
  presence: DAY,
};

/** Clears away what nobody will ask for any more. */
export const housekeepingJob: Job = {
  name: "housekeeping",
  exclusive: true,
  async run() {
    const before = (ms: number) => new Date(Date.now() - ms);
    await db().liveEvent.deleteMany({ where: { at: { lt: before(KEPT_MS.liveEvents) } } });
    await db().idempotentRequest.deleteMany({ where: { createdAt: { lt: before(KEPT_MS.idempotency) } } });
    await db().upstreamCall.deleteMany({ where: { countedUntil: { lt: before(KEPT_MS.calls) } } });
    await db().session.deleteMany({ where: { expiresAt: { lt: before(KEPT_MS.sessions) } } });
    await db().presence.deleteMany({ where: { seenAt: { lt: before(KEPT_MS.presence) } } });
    await db().rateLimit.deleteMany({ where: { expire: { lt: BigInt(Date.now() - DAY) } } });
    return { nextInMs: 10 * MINUTE };
  },
};
