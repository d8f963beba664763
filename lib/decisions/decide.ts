import { createHash, randomUUID } from "node:crypto";
import { audit } from "@/lib/audit/record";
import { databaseTime } from "@/lib/db/clock";
import { type Db, transaction } from "@/lib/db/client";
import { openBatch } from "@/lib/decisions/bulk/open-batch";
import { dropClaimsOf } from "@/lib/decisions/claims/drop-claims";
import { BULK_LANE, INTERACTIVE_LANE, LIVE_STATES } from "@/lib/decisions/states";
import { JOB_NAME } from "@/lib/decisions/job-name";
import type { DecideItem, DecideOutcome } from "@/lib/decisions/schema";
import { type DecisionWithPerson, serializeDecision } from "@/lib/decisions/serialize";
import { env } from "@/lib/env";
import { answerOnce } from "@/lib/http/idempotency";
import { emit } from "@/lib/runtime/emit";
import { wakeJob } from "@/lib/runtime/wake";
import type { Permitted } from "@/lib/team/actor";

export type DecideRequest = { idempotencyKey: string; items: DecideItem[] };

/** What was answered, at this call or at the first one with the same key; or why the key cannot be used. */
export type DecideResult =
  /** `batchId`: the bulk action that these are, when there are several. */
  { ok: true; outcomes: DecideOutcome[]; batchId?: string } | { ok: false; reason: "key_reused" };

/**
 * Writes a reviewer's verdicts into the ledger, committed before anything is sent; the vendor is not asked. Each item
 * becomes a HELD row or is told why not: somebody decided first (a unique index says so, not a check here), the
 * submission is settled on RapidWorkers already, or nobody knows it. The same idempotency key answers the first outcome.
 */
export function decide(
  actor: Permitted<"submissions.decide">,
  { idempotencyKey, items }: DecideRequest,
  requestId: string,
): Promise<DecideResult> {
  const bodyHash = createHash("sha256").update(JSON.stringify(items)).digest("hex");
  return transaction(async (tx) => {
    const once = await answerOnce(
      tx,
      { personId: actor.personId, key: idempotencyKey, action: "decide", bodyHash },
      () => writeDecisions(tx, actor, items, requestId),
    );
    return once.ok ? { ok: true, ...once.answer } : once;
  });
}

async function writeDecisions(
  tx: Db,
  actor: Permitted<"submissions.decide">,
  items: DecideItem[],
  requestId: string,
): Promise<{ outcomes: DecideOutcome[]; batchId?: string }> {
  const known = await lockSubmissions(tx, items);
  const batchId = randomUUID();
  const decidedAt = await databaseTime(tx);
  const heldUntil = new Date(decidedAt.getTime() + env().decisionUndoSeconds * 1000);
  const made = await tx.decision.createManyAndReturn({
    skipDuplicates: true,
    data: items
      .filter((item) => known.get(keyOf(item)) === "Pending")
      .map((item) => ({
        campaignId: item.campaignId,
        submissionId: BigInt(item.submissionId),
        verdict: item.verdict,
        notes: item.notes === "" ? null : (item.notes ?? null),
        state: "HELD" as const,
        lane: items.length === 1 ? INTERACTIVE_LANE : BULK_LANE,
        batchId,
        decidedById: actor.personId,
        decidedAt,
        heldUntil,
        dueAt: heldUntil,
      })),
  });
  await audit(
    tx,
    { actorId: actor.personId, requestId },
    ...made.map((row) => ({
      action: "decision.made" as const,
      subject: row.id,
      data: {
        campaignId: row.campaignId,
        submissionId: Number(row.submissionId),
        verdict: row.verdict,
        notes: row.notes,
        batchId,
      },
    })),
  );
  const several = items.length > 1 && made.length > 0;
  if (several) {
    const [campaignId, another] = new Set(items.map((item) => item.campaignId));
    await openBatch(
      tx,
      { actorId: actor.personId, requestId },
      {
        id: batchId,
        kind: "selected",
        campaignId: another === undefined && campaignId !== undefined ? campaignId : null,
        asked: items.length,
        refused: items.length - made.length,
      },
    );
  }
  if (made.length > 0) {
    await dropClaimsOf(tx, batchId);
    await emit(tx, [
      {
        type: "decision",
        ids: made.map(({ id }) => id),
        campaignIds: [...new Set(made.map(({ campaignId }) => campaignId))],
        state: "HELD",
      },
    ]);
    await wakeJob(tx, JOB_NAME);
  }
  const decidedBy = { id: actor.personId, name: actor.name };
  const rows = new Map(made.map((row) => [keyOf(row), { ...row, decidedBy }]));
  const refused = items.filter((item) => !rows.has(keyOf(item)));
  const first = await liveDecisions(tx, refused);
  const outcomes = items.map((item) => {
    const row = rows.get(keyOf(item));
    return row === undefined
      ? refusal(item, known.get(keyOf(item)), first.get(keyOf(item)))
      : { ...serializeDecision(row), status: 202 as const };
  });
  return several ? { outcomes, batchId } : { outcomes };
}

const keyOf = (item: { campaignId: string; submissionId: number | bigint }) =>
  `${item.campaignId}/${item.submissionId}`;

/**
 * The statuses of the submissions, locked against the mirror until we commit: it cannot learn in between that one was
 * settled outside and miss the decision we are about to write.
 */
async function lockSubmissions(tx: Db, items: readonly DecideItem[]): Promise<Map<string, string>> {
  const rows = await tx.$queryRaw<{ campaign_id: string; id: bigint; status: string }[]>`
    SELECT s.campaign_id, s.id, s.status
    FROM submission s
    JOIN unnest(${items.map((item) => item.campaignId)}::text[],
                ${items.map((item) => BigInt(item.submissionId))}::bigint[]) AS wanted (campaign_id, id)
      ON s.campaign_id = wanted.campaign_id AND s.id = wanted.id
    ORDER BY s.campaign_id, s.id
    FOR SHARE OF s`;
  return new Map(rows.map((row) => [`${row.campaign_id}/${row.id}`, row.status]));
}

async function liveDecisions(tx: Db, items: readonly DecideItem[]): Promise<Map<string, DecisionWithPerson>> {
  if (items.length === 0) return new Map();
  const rows = await tx.decision.findMany({
    where: {
      state: { in: [...LIVE_STATES] },
      OR: items.map((item) => ({ campaignId: item.campaignId, submissionId: BigInt(item.submissionId) })),
    },
    include: { decidedBy: { select: { id: true, name: true } } },
  });
  return new Map(rows.map((row) => [keyOf(row), row]));
}

const DONE = { approve: "approved", reject: "rejected" } as const;

function refusal(
  item: DecideItem,
  status: string | undefined,
  first: DecisionWithPerson | undefined,
): DecideOutcome {
  const at = { campaignId: item.campaignId, submissionId: item.submissionId };
  if (first !== undefined)
    return {
      ...at,
      status: 409,
      code: "already_decided",
      message: `${first.decidedBy.name} ${DONE[first.verdict]} this first. Your decision was not taken.`,
      decision: serializeDecision(first),
    };
  if (status === undefined)
    return {
      ...at,
      status: 404,
      code: "not_found",
      message: "The desk does not know this submission. Nothing was done.",
      decision: null,
    };
  return {
    ...at,
    status: 409,
    code: "decided_on_rapidworkers",
    message: `RapidWorkers shows this as ${status} already. Your decision was not taken.`,
    decision: null,
  };
}
