import { audit, type AuditContext } from "@/lib/audit/record";
import type { Db } from "@/lib/db/client";
import type { BatchKind, BulkFilter } from "@/lib/decisions/bulk/schema";

export type OpenedBatch = {
  id: string;
  kind: BatchKind;
  campaignId: string | null;
  asked: number;
  refused: number;
  filter?: BulkFilter;
};

/** Writes that these decisions (all with `batch_id` = `id`) are one bulk action of this person, with its audit event. */
export async function openBatch(
  tx: Db,
  context: AuditContext & { actorId: string },
  { id, kind, campaignId, asked, refused, filter }: OpenedBatch,
): Promise<void> {
  await tx.decisionBatch.create({
    data: { id, kind, campaignId, createdById: context.actorId, asked, refused },
  });
  await audit(tx, context, {
    action: "batch.made",
    subject: id,
    data: { kind, campaignId, asked, refused, filter: filter ?? null },
  });
}
