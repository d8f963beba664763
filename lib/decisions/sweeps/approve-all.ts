import { createHash } from "node:crypto";
import { audit } from "@/lib/audit/record";
import { db, transaction } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { recordBatch, STILL_PENDING } from "@/lib/decisions/bulk/record-batch";
import { JOB_NAME } from "@/lib/decisions/sweeps/job-name";
import { readList } from "@/lib/decisions/sweeps/read-pending";
import { notRead } from "@/lib/decisions/sweeps/problems";
import { answerOnce } from "@/lib/http/idempotency";
import { ProblemError } from "@/lib/http/unexpected";
import type { Submission } from "@/lib/marketplace/types";
import { applySubmissions } from "@/lib/mirror/apply-submissions";
import { multiplyMoney, parseMoney } from "@/lib/money";
import { wakeJob } from "@/lib/runtime/wake";
import type { Permitted } from "@/lib/team/actor";

/** Above so many the person types the number to confirm. */
const TYPED_ABOVE = 100;
const ROWS_AT_ONCE = 1000;

type Manager = Permitted<"campaigns.approveAll">;
type Counted = { pending: number; newcomers: number; rejectsWaiting: number };

/**
 * What "approve all pending" would do now: the pending ones read afresh from RapidWorkers (and kept in the mirror), how many
 * of them the desk learned of after `since`, and what it costs. Undefined for a campaign that the mirror does not have.
 * @throws ProblemError 503 when RapidWorkers cannot be read now.
 */
export async function previewApproveAll(
  actor: Manager,
  { campaignId, since, requestId }: { campaignId: string; since?: string; requestId: string },
) {
  const campaign = await db().campaign.findUnique({ where: { id: campaignId }, select: { pay: true } });
  if (campaign === null) return undefined;
  const begun = new Date();
  const ids = await readPending(actor, campaignId, requestId);
  const { pending, newcomers, rejectsWaiting } = await count(
    campaignId,
    ids,
    since === undefined ? begun : new Date(since),
  );
  const balance = await db().balance.findUnique({ where: { id: 1 }, select: { amount: true } });
  return {
    pending,
    newcomers,
    rejectsWaiting,
    cost: multiplyMoney(parseMoney(campaign.pay.toFixed()), pending - rejectsWaiting),
    balance: balance === null ? null : parseMoney(balance.amount.toFixed()),
    typedAbove: TYPED_ABOVE,
  };
}

export type ApproveAllRequest = { idempotencyKey: string; expectedPending: number; notes?: string };
export type ApproveAllResult =
  | { ok: true; batchId: string }
  | { ok: false; reason: "not_found" | "key_reused" | "nothing_to_approve" };

/**
 * Approves everything that is pending, as this person's bulk action: one decision each for what nobody decided, so that it
 * can be undone within its window, is in the ledger under a name, and rejects that others gave stand. The planner then sends
 * rejects first and one bulk call for the rest, verified right before like every sweep (ground `approve_all`). The same
 * idempotency key answers the first batch.
 * @throws ProblemError 409 `pending_changed` with `pending` and `newcomers` when RapidWorkers has another number than the
 * person saw (nothing is done, the key stays unused); 503 when it cannot be read now.
 */
export async function approveAll(
  actor: Manager,
  campaignId: string,
  { idempotencyKey, ...request }: ApproveAllRequest,
  requestId: string,
): Promise<ApproveAllResult> {
  const known = await db().campaign.findUnique({ where: { id: campaignId }, select: { id: true } });
  if (known === null) return { ok: false, reason: "not_found" };
  const bodyHash = createHash("sha256")
    .update(JSON.stringify({ campaignId, ...request }))
    .digest("hex");
  const where = { personId_key: { personId: actor.personId, key: idempotencyKey } };
  const repeated = (await db().idempotentRequest.findUnique({ where })) !== null;
  const begun = new Date();
  const ids = repeated ? [] : await readPending(actor, campaignId, requestId);
  const once = await transaction((tx) =>
    answerOnce(
      tx,
      { personId: actor.personId, key: idempotencyKey, action: "approve_all", bodyHash },
      async () => {
        if (ids.length !== request.expectedPending) throw pendingChanged(await count(campaignId, ids, begun));
        const batch = await recordBatch(tx, {
          // Roles only ever add: whoever may approve all may decide (lib/team/permissions.ts).
          actor: actor as Permitted<"campaigns.approveAll"> & Permitted<"submissions.decide">,
          requestId,
          kind: "approve_all",
          campaignId,
          items: Prisma.sql`
            SELECT s.campaign_id, s.id AS submission_id, 'approve' AS verdict, ${request.notes || null}::text AS notes
            FROM submission s
            WHERE s.campaign_id = ${campaignId} AND s.id = ANY(${ids}::bigint[]) AND ${STILL_PENDING}
              AND NOT EXISTS (SELECT FROM decision d WHERE d.campaign_id = s.campaign_id AND d.submission_id = s.id
                AND d.state IN ('HELD', 'QUEUED', 'SENDING', 'UNCERTAIN', 'APPLIED'))
            ORDER BY s.campaign_id, s.id FOR SHARE OF s`,
        });
        await audit(
          tx,
          { actorId: actor.personId, requestId },
          {
            action: "campaign.approve_all_asked",
            subject: campaignId,
            data: {
              batchId: batch.id,
              pending: ids.length,
              taken: batch.made,
              notes: request.notes ?? null,
            },
          },
        );
        await wakeJob(tx, JOB_NAME);
        return { batchId: batch.id };
      },
    ),
  );
  if (!once.ok) return once;
  const { batchId } = once.answer;
  return batchId === null ? { ok: false, reason: "nothing_to_approve" } : { ok: true, batchId };
}

/** Reads the pending list afresh into the mirror; answers the ids in it. */
async function readPending(actor: Manager, campaignId: string, requestId: string): Promise<bigint[]> {
  const list = await readList(campaignId, "Pending", {
    purpose: "person",
    actorId: actor.personId,
    requestId,
  });
  if (!list.ok) throw notRead(list);
  const { readStartedAt } = list;
  const all: Submission[] = [...list.submissions.values()];
  const runId = crypto.randomUUID();
  for (let from = 0; from < all.length; from += ROWS_AT_ONCE)
    await transaction((tx) =>
      applySubmissions(tx, {
        campaignId,
        runId,
        readStartedAt,
        submissions: all.slice(from, from + ROWS_AT_ONCE),
      }),
    );
  return all.map(({ id }) => BigInt(id));
}

/** Of the submissions that are pending upstream: how many the desk learned of since then, and how many wait for a reject. */
async function count(campaignId: string, ids: readonly bigint[], since: Date): Promise<Counted> {
  const [row] = await db().$queryRaw<[{ newcomers: number; rejectsWaiting: number }]>`
    SELECT count(*) FILTER (WHERE s.changed_at > ${since})::int AS newcomers,
      count(*) FILTER (WHERE EXISTS (SELECT FROM decision d
        WHERE d.campaign_id = s.campaign_id AND d.submission_id = s.id AND d.verdict = 'reject'
          AND d.state IN ('HELD', 'QUEUED', 'SENDING', 'UNCERTAIN')))::int AS "rejectsWaiting"
    FROM submission s WHERE s.campaign_id = ${campaignId} AND s.id = ANY(${[...ids]}::bigint[])`;
  return { pending: ids.length, ...row };
}

const pendingChanged = ({ pending, newcomers }: Counted) =>
  new ProblemError({
    status: 409,
    code: "pending_changed",
    detail: `RapidWorkers now has ${pending} pending. Nothing was done. Look at the number again.`,
    extra: { pending, newcomers },
  });
