import type { Db } from "@/lib/db/client";
import type { DecisionState } from "@/lib/decisions/schema";
import { emit } from "@/lib/runtime/emit";

/**
 * Tells open pages that many decisions of these campaigns moved. The ids are left out: twenty thousand of them would be a
 * megabyte for every open page, which reads its campaign again anyway.
 */
export async function tellBatch(tx: Db, campaignIds: string[], state: DecisionState): Promise<void> {
  if (campaignIds.length > 0) await emit(tx, [{ type: "decision", ids: [], campaignIds, state }]);
}
