import { audit } from "@/lib/audit/record";
import { transaction } from "@/lib/db/client";
import type { Decision } from "@/lib/decisions/schema";
import { serializeDecision } from "@/lib/decisions/serialize";
import { UNDOABLE_STATES } from "@/lib/decisions/states";
import { emit } from "@/lib/runtime/emit";
import type { Permitted } from "@/lib/team/actor";

export type UndoResult =
  | { ok: true; decision: Decision }
  | { ok: false; reason: "not_found" }
  | { ok: false; reason: "not_yours" | "too_late"; decision: Decision };

/**
 * Takes a decision back while nothing of it can be at the vendor (HELD or QUEUED); one statement decides between this
 * and the dispatcher. Undoing again answers the undone row. Only whoever decided may undo.
 */
export function undo(
  actor: Permitted<"submissions.decide">,
  decisionId: string,
  requestId: string,
): Promise<UndoResult> {
  return transaction(async (tx) => {
    const { count } = await tx.decision.updateMany({
      where: { id: decisionId, decidedById: actor.personId, state: { in: [...UNDOABLE_STATES] } },
      data: { state: "UNDONE", settledAt: new Date(), undoneById: actor.personId },
    });
    const row = await tx.decision.findUnique({
      where: { id: decisionId },
      include: { decidedBy: { select: { id: true, name: true } } },
    });
    if (row === null) return { ok: false, reason: "not_found" };
    const decision = serializeDecision(row);
    if (count === 0 && row.decidedById !== actor.personId)
      return { ok: false, reason: "not_yours", decision };
    if (count === 0 && row.state !== "UNDONE") return { ok: false, reason: "too_late", decision };
    if (count === 1) {
      await audit(
        tx,
        { actorId: actor.personId, requestId },
        {
          action: "decision.undone",
          subject: row.id,
          data: { campaignId: row.campaignId, submissionId: Number(row.submissionId) },
        },
      );
      await emit(tx, [{ type: "decision", ids: [row.id], campaignIds: [row.campaignId], state: "UNDONE" }]);
    }
    return { ok: true, decision };
  });
}
