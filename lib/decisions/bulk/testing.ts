import { randomUUID } from "node:crypto";
import { db } from "@/lib/db/client";

/**
 * A campaign at $0.50 with `count` pending submissions (ids from 1 on, a second apart) of twenty workers, "Worker 0" to
 * "Worker 19" by submission id, for tests.
 */
export async function campaignWithPending(
  count: number,
  fields: { approveOnceFull?: boolean; remainingAvailabilities?: number } = {},
): Promise<string> {
  const campaignId = randomUUID();
  await db().campaign.create({
    data: {
      id: campaignId,
      title: "A survey",
      status: "Active",
      pay: "0.50",
      totalAvailabilities: 100_000,
      remainingAvailabilities: 100_000,
      pending: count,
      countersAt: new Date(),
      ...fields,
    },
  });
  await db().$executeRaw`
    INSERT INTO worker (id, name) SELECT ${campaignId} || '-' || n, 'Worker ' || n FROM generate_series(0, 19) AS n`;
  await db().$executeRaw`
    INSERT INTO submission (campaign_id, id, worker_id, status, submitted_at, proof_text)
    SELECT ${campaignId}, n, ${campaignId} || '-' || (n % 20), 'Pending', '2026-01-16'::timestamptz + n * interval '1 second',
      'Proof ' || n
    FROM generate_series(1, ${count}::int) AS n`;
  return campaignId;
}

/** Makes it so that RapidWorkers refused a decision of this batch with these words. */
export async function refuseDecision(batchId: string, submissionId: number, words: string): Promise<void> {
  await db().decision.updateMany({
    where: { batchId, submissionId: BigInt(submissionId) },
    data: { state: "REFUSED", errorCode: "refused", error: words, settledAt: new Date() },
  });
}
