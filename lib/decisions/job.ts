import { expireLeases, nextDueMs, promoteHeld } from "@/lib/decisions/claim";
import { approvalsMayGo } from "@/lib/decisions/funds";
import { JOB_NAME } from "@/lib/decisions/job-name";
import { startReadBack } from "@/lib/decisions/read-back";
import { sendDue } from "@/lib/decisions/send";
import { currentHolds } from "@/lib/decisions/sweeps/holds";
import { decisionDoor } from "@/lib/gateway/budget";
import { log } from "@/lib/log";
import { singleton } from "@/lib/process/singleton";
import type { Job } from "@/lib/runtime/job";
import { wakeHere } from "@/lib/runtime/loop";

/** Decisions on their way at the same time, per process. */
const CONCURRENCY = 6;
/** Campaigns that are read back at the same time, per process, and rows of each. */
const READINGS = 2;
const READ_BACKS = 50;
const IDLE_MS = 10_000;
const HELD_LOOK_MS = 1_000;

const sending = () => singleton("decisions.sending", () => new Set<Promise<void>>());
const reading = () => singleton("decisions.reading", () => new Set<Promise<void>>());

/**
 * The dispatcher. Every replica runs one; rows are shared out by the database. At each turn: undo windows and lost
 * leases are ended, due decisions are sent as far as there are places, uncertain ones are read back beside them. A
 * send or a reading that ends wakes the next turn, so one slow answer holds up nobody.
 */
export const decisionsJob: Job = {
  name: JOB_NAME,
  exclusive: false,
  async run(signal) {
    await promoteHeld();
    await expireLeases();
    const door = await decisionDoor();
    if (!door.open) return { nextInMs: Math.max(100, Math.min(IDLE_MS, door.opensInMs ?? IDLE_MS)) };
    const approvalsToo = await approvalsMayGo();
    // After a pause one call goes as the probe; the others would only come back.
    const places = (door.probe ? 1 : CONCURRENCY) - sending().size;
    const holds = await currentHolds();
    if (!signal.aborted) await sendDue(places, approvalsToo, holds, (send) => track(sending(), send));
    while (!signal.aborted && reading().size < (door.probe ? 1 : READINGS)) {
      if (!(await startReadBack(READ_BACKS, (work) => track(reading(), work)))) break;
    }
    if (sending().size >= CONCURRENCY || reading().size >= READINGS) return { nextInMs: IDLE_MS };
    // A hold ends without a word when the plan is another one.
    const lookMs = holds.campaignIds.length > 0 ? HELD_LOOK_MS : IDLE_MS;
    const dueMs = (await nextDueMs()) ?? lookMs;
    return { nextInMs: Math.min(lookMs, Math.max(door.probe ? 100 : 5, dueMs)) };
  },
};

function track(all: Set<Promise<void>>, work: Promise<void>): void {
  const tracked = work
    .catch((err: unknown) =>
      log().error({ err }, "a decision's outcome could not be written; its lease makes it uncertain"),
    )
    .finally(() => {
      all.delete(tracked);
      wakeHere(JOB_NAME);
    });
  all.add(tracked);
}

/** Waits for the sends that are under way, so that a clean stop leaves nothing uncertain; at most `mostMs`. */
export async function finishSending(mostMs: number): Promise<void> {
  await Promise.race([Promise.all(sending()), new Promise((resolve) => setTimeout(resolve, mostMs).unref())]);
}
