import { createHash } from "node:crypto";
import { transaction } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { recordBatch } from "@/lib/decisions/bulk/record-batch";
import type { BulkRequest } from "@/lib/decisions/bulk/schema";
import { undecidedSubmissions } from "@/lib/decisions/bulk/undecided";
import { answerOnce } from "@/lib/http/idempotency";
import { ProblemError } from "@/lib/http/unexpected";
import type { Permitted } from "@/lib/team/actor";

export type BulkResult = { ok: true; batchId: string } | { ok: false; reason: "key_reused" };

/**
 * Decides everything undecided that the filter finds, or nothing: all in one transaction. The same idempotency key
 * answers the first batch.
 * @throws ProblemError 409 `count_changed` with the new `count`, when that is not what the person saw. Thrown, so that it
 * rolls back and the key stays unused: the person confirms the new number with the same request.
 */
export function decideFiltered(
  actor: Permitted<"submissions.decide">,
  { idempotencyKey, ...request }: BulkRequest,
  requestId: string,
): Promise<BulkResult> {
  const bodyHash = createHash("sha256").update(JSON.stringify(request)).digest("hex");
  return transaction(async (tx) => {
    const once = await answerOnce(
      tx,
      { personId: actor.personId, key: idempotencyKey, action: "decide_filtered", bodyHash },
      async () => {
        const batch = await recordBatch(tx, {
          actor,
          requestId,
          kind: "filter",
          campaignId: request.filter.campaignId ?? null,
          items: undecidedItems(request),
          expected: request.expected,
          filter: request.filter,
        });
        if (batch.id === null) throw countChanged(batch.found);
        return { batchId: batch.id };
      },
    );
    return once.ok ? { ok: true, ...once.answer } : once;
  });
}

/** What is found, with the verdict, locked (lib/decisions/bulk/record-batch.ts). */
const undecidedItems = ({
  filter,
  except,
  verdict,
  notes,
}: Omit<BulkRequest, "idempotencyKey">) => Prisma.sql`
  SELECT s.campaign_id, s.id AS submission_id, ${verdict}::text AS verdict,
    ${notes === "" ? null : (notes ?? null)}::text AS notes
  ${undecidedSubmissions(filter, except)}
  ORDER BY s.campaign_id, s.id
  FOR SHARE OF s`;

const countChanged = (count: number) =>
  new ProblemError({
    status: 409,
    code: "count_changed",
    detail: `Meanwhile these are ${count}. Nothing was done. Look at the list again.`,
    extra: { count },
  });
