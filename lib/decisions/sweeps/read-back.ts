import { db, transaction } from "@/lib/db/client";
import { env } from "@/lib/env";
import {
  bulkIsOver,
  carriedOutcome,
  type CarriedOutcome,
  type Found,
  type SweepCode,
  sweepWaitMs,
} from "@/lib/decisions/sweeps/outcome";
import { readList } from "@/lib/decisions/sweeps/read-pending";
import type { Carried } from "@/lib/decisions/sweeps/settle";
import { settleCarried } from "@/lib/decisions/sweeps/settle";
import {
  doubtSweep,
  endSweep,
  holdSweep,
  postponeSweep,
  renewSweep,
  type SweepRow,
} from "@/lib/decisions/sweeps/sweep-row";
import { addUnseen, unseenIn } from "@/lib/decisions/sweeps/unseen";
import { wakeMirror } from "@/lib/mirror/due";

/** Submissions by id with the name of their worker, as the vendor's list or answer names it. */
export type Named = ReadonlyMap<string, string | null>;

const RETRY_MS = 5_000;

/**
 * Settles a sweep by what RapidWorkers shows: the list of the pending ones first (after a sweep that worked it is empty: one
 * request), and lists of verdicts only for what the answer did not explain. `answered` is what the bulk call said that
 * it approved; null when its answer was lost. The sweep is held by this process.
 */
export async function readBackSweep(sweep: SweepRow, answered: Named | null): Promise<void> {
  const facts = await readFacts(sweep, answered);
  if (facts === undefined) {
    // Nothing can be said now. An answer that did come means that the call is over, and that is kept.
    const doubted = sweep.state === "SENDING" ? await doubtSweep(sweep, null, null) : sweep;
    if (doubted !== undefined) await postponeSweep(doubted, RETRY_MS, false);
    return;
  }
  const code = sweep.errorCode as SweepCode | null;
  const sinceSentMs = Date.now() - (sweep.sentAt ?? sweep.startedAt).getTime();
  const reading = { code: answered === null ? code : null, sinceSentMs, readBacks: sweep.readBacks };
  const over = bulkIsOver(reading, env().rapidworkersTimeoutMs);
  const of = (outcome: CarriedOutcome): Carried[] =>
    facts.carried.filter(
      ({ submissionId }) =>
        carriedOutcome(facts.found.get(submissionId.toString()) ?? "missing", over) === outcome,
    );
  await settleCarried(sweep, of("APPLIED"), "APPLIED", null);
  await settleCarried(sweep, of("CONFLICT"), "CONFLICT", null);
  if (facts.unseen.length > 0) await addUnseen(sweep, facts.unseen);
  if (of("wait").length > 0) {
    await postponeSweep(sweep, sweepWaitMs(sweep.readBacks + 1), true);
    return;
  }
  await renewSweep(sweep);
  const kept = code === "answer_lost" || code === "desk_stopped" ? "still_pending" : code;
  await settleCarried(sweep, of("QUEUED"), "QUEUED", kept);
  await settleCarried(sweep, of("UNCERTAIN"), "UNCERTAIN", kept);
  await close(sweep, of("QUEUED").length + of("UNCERTAIN").length > 0, kept);
}

/** The sweep's end, once nothing is carried any more. */
async function close(sweep: SweepRow, someLeft: boolean, kept: SweepCode | null): Promise<void> {
  await transaction(async (tx) => {
    if (!(await holdSweep(tx, sweep))) return;
    const applied = await tx.decision.count({ where: { sweepId: sweep.id, state: "APPLIED" } });
    const { unseen } = await tx.sweep.findUniqueOrThrow({
      where: { id: sweep.id },
      select: { unseen: true },
    });
    const unseenCount = Array.isArray(unseen) ? unseen.length : 0;
    await endSweep(tx, sweep, {
      state: applied > 0 ? "DONE" : "ABANDONED",
      code: endCode(applied > 0, someLeft, kept),
      message: sweep.error,
      applied,
      unseen: unseenCount,
    });
    // What was approved unseen is not in the mirror yet.
    if (unseenCount > 0) await wakeMirror(tx);
  });
}

function endCode(some: boolean, left: boolean, kept: SweepCode | null): SweepCode | null {
  if (!left) return null;
  // Too little money tells by itself when it may go on; anything else that stopped half-way goes one by one.
  if (kept === "insufficient_funds" || (kept === "still_pending" && !some)) return kept;
  return some ? "partly" : "refused";
}

type Facts = {
  carried: Carried[];
  found: Map<string, Found>;
  unseen: { submissionId: number; worker: string }[];
};

async function readFacts(sweep: SweepRow, answered: Named | null): Promise<Facts | undefined> {
  const context = { purpose: "decision", actorId: sweep.askedById ?? undefined } as const;
  const turned = () => renewSweep(sweep);
  const carried = await db().decision.findMany({
    where: { sweepId: sweep.id, state: { in: ["SENDING", "UNCERTAIN"] } },
    select: { id: true, submissionId: true },
    orderBy: { id: "asc" },
  });
  const pending = await readList(sweep.campaignId, "Pending", context, turned);
  if (!pending.ok) return undefined;
  const found = new Map<string, Found>([...pending.submissions.keys()].map((id) => [id, "Pending"]));
  for (const id of answered?.keys() ?? []) if (!found.has(id)) found.set(id, "Approved");
  let approved = answered ?? new Map<string, string | null>();
  const unexplained = () => carried.some(({ submissionId }) => !found.has(submissionId.toString()));
  for (const status of ["Approved", "Rejected"] as const) {
    if (!unexplained()) break;
    const list = await readList(sweep.campaignId, status, context, turned);
    if (!list.ok) return undefined;
    for (const id of list.submissions.keys()) found.set(id, status);
    if (status === "Approved")
      approved = new Map([...list.submissions].map(([id, { workerName }]) => [id, workerName]));
  }
  return { carried, found, unseen: await unseenIn(sweep, approved, answered !== null) };
}
