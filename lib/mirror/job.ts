import { db } from "@/lib/db/client";
import type { PauseInfo } from "@/lib/gateway/schema";
import { log } from "@/lib/log";
import { type Clockwork, giveTurnBack, takeTurn } from "@/lib/mirror/due";
import { JOB_NAME } from "@/lib/mirror/job-name";
import { readDeskNeed } from "@/lib/mirror/read-needs";
import { type Read, syncBalance, syncBlocked, syncCounters } from "@/lib/mirror/sync-counters";
import { syncNextPage } from "@/lib/mirror/sync-page";
import { planNeededRuns } from "@/lib/mirror/sync-plan";
import type { Job } from "@/lib/runtime/job";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/**
 * How often the vendor is asked: while somebody looks, and while nobody does. Never more than 60 + 10 + 1 in an hour; with
 * the 70 pages of the upkeep (due.ts) that stays below 150, however many people look and however much moves.
 */
const EVERY_MS = {
  counters: { looking: MINUTE, idle: 10 * MINUTE },
  balance: { looking: 6 * MINUTE, idle: 15 * MINUTE },
  blocked: { looking: 60 * MINUTE, idle: 60 * MINUTE },
} as const satisfies Record<Clockwork, { looking: number; idle: number }>;
/** Pages of one turn, so that counters and stop signals are never far. */
const PAGES_PER_TURN = 10;
const REST_MS = 5 * SECOND;
const PAUSED_REST_MS = 10 * SECOND;

/**
 * Keeps the mirror, by need: every campaign's counters in one request, then of those that moved the ones that are wanted
 * (read-policy.ts); the balance; once an hour who is blocked. Nothing is sent while a door is closed or the hour is spent.
 */
export const mirrorJob: Job = {
  name: JOB_NAME,
  exclusive: true,
  async run(signal) {
    const { looking } = await readDeskNeed();
    const pace = looking ? "looking" : "idle";
    const context = { purpose: "background", signal } as const;
    const pause =
      (await inTurn("counters", EVERY_MS.counters[pace], () => syncCounters(context))) ??
      (await inTurn("balance", await balanceEveryMs(looking), () => syncBalance(context)));
    await planNeededRuns();
    // A person's refresh may go on where background reads may not, so the runs are tried even then.
    const pages = await readPages(signal);
    if (pause !== undefined || pages.pause !== undefined) return { nextInMs: PAUSED_REST_MS };
    if (pages.more) return { nextInMs: 0 };
    const closed = await inTurn("blocked", EVERY_MS.blocked[pace], () => syncBlocked(context));
    return { nextInMs: closed === undefined ? REST_MS : PAUSED_REST_MS };
  },
};

/** Does a read if its time has come; answers the pause that kept it from being sent. */
async function inTurn(
  what: Clockwork,
  everyMs: number,
  read: () => Promise<Read>,
): Promise<PauseInfo | undefined> {
  if (!(await takeTurn(what, everyMs))) return undefined;
  const answer = await read();
  if (answer.ok) return undefined;
  if (answer.reason === "not_sent") {
    await giveTurnBack(db(), what);
    return answer.pause;
  }
  // The next turn comes in its time; the gateway's doors slow it down further when the vendor is down.
  log().warn({ err: answer.error, what }, "a background read failed");
  return undefined;
}

async function readPages(signal: AbortSignal): Promise<{ more: boolean; pause?: PauseInfo }> {
  for (let pages = 0; pages < PAGES_PER_TURN; pages++) {
    if (signal.aborted) return { more: false };
    const page = await syncNextPage(signal);
    if (page.done === "idle") return { more: false };
    if (page.done === "waiting") return { more: false, pause: page.pause };
  }
  return { more: true };
}

/** What approvals of ours have paid is missing in the balance as known: it is read as if somebody looked. */
async function balanceEveryMs(looking: boolean): Promise<number> {
  if (looking) return EVERY_MS.balance.looking;
  const [row] = await db().$queryRaw<[{ spent: boolean }]>`
    SELECT EXISTS (
      SELECT 1 FROM decision WHERE state = 'APPLIED' AND verdict = 'approve'
        AND settled_at > (SELECT as_of FROM balance WHERE id = 1)
    ) AS spent`;
  return EVERY_MS.balance[row.spent ? "looking" : "idle"];
}
