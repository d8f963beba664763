import { db, transaction } from "@/lib/db/client";
import { pauseForFunds } from "@/lib/decisions/funds";
import { JOB_NAME as DISPATCHER } from "@/lib/decisions/job-name";
import { bulkOutcome } from "@/lib/decisions/sweeps/outcome";
import { readBackSweep } from "@/lib/decisions/sweeps/read-back";
import {
  abandonSweep,
  doubtSweep,
  postponeSweep,
  renewSweep,
  SEND_WITHIN_MS,
  type SweepRow,
} from "@/lib/decisions/sweeps/sweep-row";
import { takeOver } from "@/lib/decisions/sweeps/take-over";
import { verify } from "@/lib/decisions/sweeps/verify";
import { callMarketplace } from "@/lib/gateway/call";
import type { Submission } from "@/lib/marketplace/types";
import { applySubmissions } from "@/lib/mirror/apply-submissions";
import { wakeHere } from "@/lib/runtime/loop";

/** A verification that the vendor failed is tried again, so many times, with doubling waits. */
const VERIFY_TRIES = 4;
const VERIFY_RETRY_MS = 2_000;
const FIRST_LOOK_MS = 1_000;

/**
 * Runs a sweep from where it stands; this process holds it. VERIFYING: the lists are read afresh, and if they are exactly
 * what waits, the decisions are committed as SENDING and one bulk call goes. UNCERTAIN: it is read back. Where the process may
 * die: while verifying nothing was sent, and whoever finds the lease run out verifies anew; after "SENDING is committed" the
 * lease makes it UNCERTAIN (sweep-row.ts) and it is read back; while settling, what is not settled is read back again. A
 * second bulk call is never sent for the same doubt: a sweep sends at most one.
 */
export async function runSweep(sweep: SweepRow, signal?: AbortSignal): Promise<void> {
  if (sweep.state === "UNCERTAIN") return readBackSweep(sweep, null);
  if (sweep.state !== "VERIFYING") throw new Error(`a sweep cannot be run in ${sweep.state}`);
  const verified = await verify(sweep, signal);
  if (!verified.ok) {
    if (verified.code === "read_failed" && sweep.readBacks < VERIFY_TRIES)
      await postponeSweep(sweep, VERIFY_RETRY_MS * 2 ** sweep.readBacks, true);
    else await abandonSweep(sweep, verified.code);
    return;
  }
  const taken = await takeOver(sweep, new Set(verified.pending.keys()));
  if (taken.ok) return sendBulk(taken.sweep, taken.notes);
  if (taken.reason === "not_ready") await abandonSweep(sweep, "waiting");
  if (taken.reason === "nothing_waits") await abandonSweep(sweep, "nothing_waits");
  if (taken.reason !== "sets_differ") return;
  await keepNewcomers(sweep.campaignId, verified);
  await abandonSweep(sweep, "sets_differ", null, taken);
}

async function sendBulk(sweep: SweepRow, notes: string): Promise<void> {
  const answer = await callMarketplace(
    {
      purpose: "decision",
      actorId: sweep.askedById ?? undefined,
      sendBy: Date.now() + SEND_WITHIN_MS,
    },
    (client) => client.bulkApprove(sweep.campaignId, notes === "" ? {} : { notes }),
  );
  const outcome = bulkOutcome(answer);
  if (outcome.to === "BACK") {
    await abandonSweep(sweep, outcome.code, outcome.message);
    return;
  }
  if (outcome.to === "ANSWERED") {
    const approved = outcome.approved.filter(({ status }) => status === "Approved");
    await renewSweep(sweep);
    await readBackSweep(sweep, new Map(approved.map(({ id, worker }) => [id, worker])));
    return;
  }
  const { code, message } = outcome;
  const doubted = await doubtSweep(sweep, code, message);
  if (code === "insufficient_funds") {
    await pauseForFunds(message);
    wakeHere(DISPATCHER);
  }
  if (doubted === undefined) return;
  // A refusal has its reason at once; a lost answer may still be about to happen.
  if (code === "answer_lost") await postponeSweep(doubted, FIRST_LOOK_MS, false);
  else await readBackSweep(doubted, null);
}

const ROWS_AT_ONCE = 1000;

/** What the desk did not know of is what made the sets differ: reviewers are shown it without another read. */
async function keepNewcomers(
  campaignId: string,
  { pending, readStartedAt }: { pending: ReadonlyMap<string, Submission>; readStartedAt: Date },
): Promise<void> {
  const known = await db().submission.findMany({ where: { campaignId }, select: { id: true } });
  const ids = new Set(known.map(({ id }) => id.toString()));
  const newcomers = [...pending.values()].filter(({ id }) => !ids.has(id));
  for (let from = 0; from < newcomers.length; from += ROWS_AT_ONCE)
    await transaction((tx) =>
      applySubmissions(tx, {
        campaignId,
        runId: crypto.randomUUID(),
        readStartedAt,
        submissions: newcomers.slice(from, from + ROWS_AT_ONCE),
      }),
    );
}
