import { audit } from "@/lib/audit/record";
import { type Db, transaction } from "@/lib/db/client";
import type { Claimed } from "@/lib/decisions/claim";
import type { Outcome, ReadBackOutcome } from "@/lib/decisions/outcome";
import { settleFromMirror } from "@/lib/decisions/outside-changes";
import type { DecisionState } from "@/lib/decisions/schema";
import { applyOwnDecision } from "@/lib/mirror/apply-own-decision";
import { log } from "@/lib/log";
import { emit } from "@/lib/runtime/emit";
import { replicaId } from "@/lib/runtime/replica";

/**
 * Writes what became of a decision, its audit row, the mirror's copy and the news, in one transaction. What RapidWorkers
 * shows (APPLIED, CONFLICT) is taken from whoever knows it, even when its lease has run out meanwhile; a refusal only of
 * the attempt that is the row's last (`sentAt` tells attempts apart: a late refusal of an earlier one says nothing of
 * what the later one does); anything else only from the holder of the lease, and of that attempt. Returns false when
 * the row was not in a state to be settled (somebody else knew first).
 */
export function settle(row: Claimed, outcome: Outcome | ReadBackOutcome): Promise<boolean> {
  return transaction(async (tx) => {
    // Submission before decision, as everybody locks them (decide, the mirror): the other way round is a deadlock.
    const [shown] = await tx.$queryRaw<{ status: string; now: Date }[]>`
      SELECT status, now()::timestamptz(3) AS now FROM submission WHERE campaign_id = ${row.campaignId} AND id = ${row.submissionId} FOR UPDATE`;
    const final = outcome.to === "APPLIED" || outcome.to === "REFUSED" || outcome.to === "CONFLICT";
    // The database's clock: due times and leases of all replicas are measured by it.
    const now = shown?.now ?? new Date();
    const { count } = await tx.decision.updateMany({
      where: {
        id: row.id,
        // A success that comes late, when the row waits to be sent again, is still a success.
        state: {
          in: outcome.to === "APPLIED" ? ["SENDING", "UNCERTAIN", "QUEUED"] : ["SENDING", "UNCERTAIN"],
        },
        ...(outcome.to === "APPLIED" || outcome.to === "CONFLICT" ? {} : { sentAt: row.sentAt }),
        ...(final ? {} : { leaseOwner: replicaId() }),
      },
      data: {
        state: outcome.to,
        leaseOwner: null,
        leaseUntil: null,
        settledAt: final ? now : null,
        ...(outcome.to === "APPLIED"
          ? { amountPaid: outcome.amountPaid, errorCode: null, error: null }
          : { errorCode: outcome.code, error: outcome.message }),
        ...nextLook(row, outcome, now),
      },
    });
    if (count === 0) {
      await noteLate(tx, row, outcome);
      return false;
    }
    if (outcome.to === "APPLIED")
      await applyOwnDecision(tx, {
        campaignId: row.campaignId,
        submissionId: row.submissionId,
        status: row.verdict === "approve" ? "Approved" : "Rejected",
        notes: row.notes,
      });
    if (outcome.to === "CONFLICT")
      await applyOwnDecision(tx, {
        campaignId: row.campaignId,
        submissionId: row.submissionId,
        status: row.verdict === "approve" ? "Rejected" : "Approved",
        notes: null,
      });
    if (final) await auditSettled(tx, row, outcome);
    await emit(tx, [{ type: "decision", ids: [row.id], campaignIds: [row.campaignId], state: outcome.to }]);
    // The mirror learnt of an outside verdict while this was SENDING, left it alone, and will not tell it again.
    if (!final && (shown?.status === "Approved" || shown?.status === "Rejected"))
      await settleFromMirror(tx, [
        { campaignId: row.campaignId, submissionId: row.submissionId, status: shown.status },
      ]);
    return true;
  });
}

/** A first doubt is looked into after a second; every read-back that leaves it waits longer. */
const FIRST_LOOK_MS = 1_000;

function nextLook(row: Claimed, outcome: Outcome | ReadBackOutcome, now: Date) {
  if (outcome.to === "QUEUED")
    return { dueAt: new Date(now.getTime() + ("waitMs" in outcome ? outcome.waitMs : 0)) };
  if (outcome.to !== "UNCERTAIN") return {};
  if ("waitMs" in outcome)
    return { readBacks: row.readBacks + 1, dueAt: new Date(now.getTime() + outcome.waitMs) };
  // "Already processed" has an answer at once: what the other verdict was.
  const waitMs =
    outcome.code === "already_processed" || outcome.code === "unclear_refusal" ? 0 : FIRST_LOOK_MS;
  return { dueAt: new Date(now.getTime() + waitMs) };
}

/** A read-back that could not be made changes nothing but the time of the next one. */
export async function postpone(tx: Db, ids: readonly string[], waitMs: number): Promise<void> {
  await tx.$executeRaw`
    UPDATE decision SET lease_owner = NULL, lease_until = NULL, due_at = now() + ${waitMs} * interval '1 millisecond'
    WHERE id = ANY(${ids}::uuid[]) AND state = 'UNCERTAIN' AND lease_owner = ${replicaId()}`;
}

/** An answer for which there is no row any more is logged; one that tells of money that moved is audited too. */
async function noteLate(tx: Db, row: Claimed, outcome: Outcome | ReadBackOutcome): Promise<void> {
  const known = await tx.decision.findUnique({ where: { id: row.id }, select: { state: true } });
  log().warn(
    { decision: row.id, state: known?.state, answer: outcome.to },
    "an answer came too late for its decision",
  );
  if (outcome.to === "APPLIED" && known !== null && known.state !== "APPLIED")
    await auditSettled(tx, row, outcome);
}

async function auditSettled(tx: Db, row: Claimed, outcome: Outcome | ReadBackOutcome): Promise<void> {
  const state: DecisionState = outcome.to;
  await audit(
    tx,
    { actorId: row.decidedById },
    {
      action: "decision.settled",
      subject: row.id,
      data: {
        campaignId: row.campaignId,
        submissionId: Number(row.submissionId),
        verdict: row.verdict,
        state,
        amountPaid: outcome.to === "APPLIED" ? outcome.amountPaid : null,
        error: outcome.to === "APPLIED" ? null : outcome.message,
      },
    },
  );
}
