import { db, transaction } from "@/lib/db/client";
import { holdSweep, type SweepRow } from "@/lib/decisions/sweeps/sweep-row";
import { unseenSchema } from "@/lib/decisions/sweeps/schema";

type Unseen = { submissionId: number; worker: string };

/**
 * Which of the approved submissions the bulk call approved without a decision of ours. Of those that its answer names, all
 * that have no approval in the ledger; of a list of everything approved, those that were not approved before it was sent.
 */
export async function unseenIn(
  sweep: SweepRow,
  approved: ReadonlyMap<string, string | null>,
  named: boolean,
): Promise<Unseen[]> {
  if (approved.size === 0 || sweep.sentAt === null) return [];
  const rows = await db().$queryRaw<{ id: bigint; name: string | null }[]>`
    SELECT told.id, w.name
    FROM unnest(${[...approved.keys()]}::bigint[]) AS told (id)
    LEFT JOIN submission s ON s.campaign_id = ${sweep.campaignId} AND s.id = told.id
    LEFT JOIN worker w ON w.id = s.worker_id
    WHERE NOT EXISTS (SELECT FROM decision d
        WHERE d.campaign_id = ${sweep.campaignId} AND d.submission_id = told.id AND d.verdict = 'approve'
          AND (d.sweep_id = ${sweep.id}::uuid OR d.state IN ('SENDING', 'UNCERTAIN', 'APPLIED')))
      AND (${named} OR s.id IS NULL OR s.status = 'Pending' OR s.changed_at >= ${sweep.sentAt})
    ORDER BY told.id`;
  return rows.map(({ id, name }) => ({
    submissionId: Number(id),
    worker: approved.get(id.toString()) ?? name ?? "",
  }));
}

/** Adds to what a sweep is known to have approved unseen; each submission stands in it once. */
export async function addUnseen(sweep: SweepRow, more: readonly Unseen[]): Promise<void> {
  await transaction(async (tx) => {
    if (!(await holdSweep(tx, sweep))) return;
    const { unseen } = await tx.sweep.findUniqueOrThrow({
      where: { id: sweep.id },
      select: { unseen: true },
    });
    const all = new Map([...unseenSchema.parse(unseen), ...more].map((each) => [each.submissionId, each]));
    await tx.sweep.update({ where: { id: sweep.id }, data: { unseen: [...all.values()] } });
  });
}
