import { audit, type AuditContext } from "@/lib/audit/record";
import type { AuditAction } from "@/lib/audit/events";
import { type Db, transaction } from "@/lib/db/client";
import { retryRefused } from "@/lib/decisions/bulk/retry";
import type { BatchAction } from "@/lib/decisions/bulk/schema";
import { tellBatch } from "@/lib/decisions/bulk/tell-batch";
import { takeBack } from "@/lib/decisions/bulk/take-back";
import { JOB_NAME } from "@/lib/decisions/job-name";
import { wakeJob } from "@/lib/runtime/wake";
import type { Permitted } from "@/lib/team/actor";
import { may } from "@/lib/team/permissions";

export type ActResult =
  /** How many decisions it concerned, and the batch to look at next: the same one, or the new one of a retry. */
  { ok: true; changed: number; batchId: string } | { ok: false; reason: "not_found" | "not_yours" };

/**
 * Acts on a whole bulk action at once. Only its creator may, or a manager. Each action is one statement, so that the
 * dispatcher and it never both have a row; done again, it concerns nothing and changes nothing.
 */
export function actOnBatch(
  actor: Permitted<"submissions.decide">,
  batchId: string,
  action: BatchAction,
  requestId: string,
): Promise<ActResult> {
  return transaction(async (tx) => {
    const batch = await tx.decisionBatch.findUnique({ where: { id: batchId } });
    if (batch === null) return { ok: false, reason: "not_found" };
    if (batch.createdById !== actor.personId && !may(actor.role, "campaigns.approveAll"))
      return { ok: false, reason: "not_yours" };
    const context = { actorId: actor.personId, requestId };
    switch (action) {
      case "pause":
      case "resume":
        return { ok: true, batchId, changed: await setPaused(tx, context, batchId, action === "pause") };
      case "undo":
      case "cancel": {
        const changed = await takeBack(tx, context, batchId);
        if (changed > 0)
          await audit(tx, context, {
            action: action === "undo" ? "batch.undone" : "batch.canceled",
            subject: batchId,
            data: { changed },
          });
        return { ok: true, batchId, changed };
      }
      case "retry": {
        const retried = await retryRefused(tx, actor, batch, requestId);
        return { ok: true, batchId: retried.id ?? batchId, changed: retried.made };
      }
    }
  });
}

/** While paused nothing of the batch is sent (what is under way goes on). Returns how many decisions wait. */
async function setPaused(
  tx: Db,
  context: AuditContext & { actorId: string },
  batchId: string,
  paused: boolean,
): Promise<number> {
  const { count } = await tx.decisionBatch.updateMany({
    where: { id: batchId, pausedAt: paused ? null : { not: null } },
    data: paused
      ? { pausedAt: new Date(), pausedById: context.actorId }
      : { pausedAt: null, pausedById: null },
  });
  if (count === 0) return 0;
  const waiting = await tx.decision.groupBy({
    by: ["campaignId"],
    where: { batchId, state: { in: ["HELD", "QUEUED"] } },
    _count: true,
  });
  const changed = waiting.reduce((sum, { _count }) => sum + _count, 0);
  const event: AuditAction = {
    action: paused ? "batch.paused" : "batch.resumed",
    subject: batchId,
    data: { changed },
  };
  await audit(tx, context, event);
  await tellBatch(
    tx,
    waiting.map(({ campaignId }) => campaignId),
    "QUEUED",
  );
  if (!paused) await wakeJob(tx, JOB_NAME);
  return changed;
}
