import type { Db } from "@/lib/db/client";

/** Ends everybody's claims of what the decisions with this `batch_id` decided, in their transaction. */
export async function dropClaimsOf(tx: Db, batchId: string): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM claim c USING decision d
    WHERE d.batch_id = ${batchId}::uuid AND c.campaign_id = d.campaign_id AND c.submission_id = d.submission_id`;
}
