import { audit } from "@/lib/audit/record";
import { transaction } from "@/lib/db/client";
import { judgeOpen, type OpenDecision, type OpenJudged } from "@/lib/decisions/sweeps/compare";
import { holdSweep, sendingLeaseEnds, type SweepRow } from "@/lib/decisions/sweeps/sweep-row";
import { emit } from "@/lib/runtime/emit";
import { replicaId } from "@/lib/runtime/replica";

type OpenRow = OpenDecision & { id: string };

export type TakenOver =
  | { ok: true; sweep: SweepRow; notes: string }
  /** Nothing was changed; `lost`: this process does not hold the sweep any more. */
  | { ok: false; reason: "lost" }
  | Extract<OpenJudged, { ok: false }>;

/**
 * The moment of a sweep, in one transaction: every open decision of the campaign is locked, all must be waiting approvals
 * with the same words, and exactly those that RapidWorkers showed as pending; then they become SENDING under the sweep, and
 * the sweep SENDING. Before this commit nothing is sent, after it nobody can undo or take one of them. If any of it does
 * not hold, nothing is changed.
 */
export function takeOver(sweep: SweepRow, pending: ReadonlySet<string>): Promise<TakenOver> {
  return transaction(async (tx): Promise<TakenOver> => {
    if (!(await holdSweep(tx, sweep))) return { ok: false, reason: "lost" };
    const open = await tx.$queryRaw<OpenRow[]>`
      SELECT d.id, d.submission_id::text AS "submissionId", d.verdict::text AS verdict, d.state::text AS state,
        coalesce(d.notes, '') AS notes,
        EXISTS (SELECT FROM decision_batch b WHERE b.id = d.batch_id AND b.paused_at IS NOT NULL) AS paused
      FROM decision d
      WHERE d.campaign_id = ${sweep.campaignId} AND d.state IN ('HELD', 'QUEUED', 'SENDING', 'UNCERTAIN')
      ORDER BY d.id FOR UPDATE OF d`;
    const judged = judgeOpen(open, pending);
    if (!judged.ok) return judged;

    const now = new Date();
    const leaseUntil = sendingLeaseEnds(now);
    await tx.$executeRaw`
      UPDATE decision SET state = 'SENDING', sweep_id = ${sweep.id}::uuid, attempts = attempts + 1, read_backs = 0,
        sent_at = ${now}, error_code = NULL, error = NULL, lease_owner = ${replicaId()}, lease_until = ${leaseUntil}
      WHERE id = ANY(${open.map(({ id }) => id)}::uuid[])`;
    const sending = await tx.sweep.update({
      where: { id: sweep.id },
      data: { state: "SENDING", planned: open.length, sentAt: now, readBacks: 0, leaseUntil },
    });
    const { campaignId, askedById, ground } = sweep;
    await audit(
      tx,
      { actorId: askedById },
      { action: "sweep.started", subject: sweep.id, data: { campaignId, ground, planned: open.length } },
    );
    await emit(tx, [
      { type: "decision", ids: [], campaignIds: [campaignId], state: "SENDING" },
      { type: "campaign", ids: [campaignId] },
    ]);
    return { ok: true, sweep: sending, notes: judged.notes };
  });
}
