import { randomUUID } from "node:crypto";
import { db, transaction } from "@/lib/db/client";
import type { Verdict } from "@/lib/decisions/schema";
import { callMarketplace } from "@/lib/gateway/call";
import type { Submission } from "@/lib/marketplace/types";
import { applyCampaigns } from "@/lib/mirror/apply-campaigns";
import { applySubmissions } from "@/lib/mirror/apply-submissions";
import { readClock } from "@/lib/mirror/read-clock";

/** Reads a campaign and its pending submissions from the vendor into the mirror, as a first sync does; for tests. */
export async function mirrorCampaignOf(campaignId: string): Promise<bigint[]> {
  const readAt = await readClock();
  const campaign = await callMarketplace({ purpose: "background" }, (client) =>
    client.getCampaign(campaignId),
  );
  if (!campaign.ok) throw new Error("the campaign could not be read");
  await transaction((tx) => applyCampaigns(tx, [campaign.value], readAt));
  const ids: bigint[] = [];
  for (let page = 1, more = true; more; page++) {
    const answer = await callMarketplace({ purpose: "background" }, (client) =>
      client.listSubmissionsPage(campaignId, { status: "Pending", page }),
    );
    if (!answer.ok) throw new Error("the list could not be read");
    more = answer.value.hasMore;
    const { submissions } = answer.value;
    ids.push(...submissions.map((row: Submission) => BigInt(row.id)));
    await transaction((tx) =>
      applySubmissions(tx, { campaignId, runId: randomUUID(), readStartedAt: readAt, submissions }),
    );
  }
  return ids;
}

/** Verdicts of a bulk action straight into the ledger, their undo window over; for tests. Returns how many. */
export async function queueAll(
  personId: string,
  campaignId: string,
  ids: readonly bigint[],
  verdictOf: (id: bigint, nth: number) => Verdict,
): Promise<number> {
  const now = new Date();
  const batchId = randomUUID();
  const data = ids.map((submissionId, nth) => {
    const verdict = verdictOf(submissionId, nth);
    return {
      campaignId,
      submissionId,
      verdict,
      notes: verdict === "reject" ? "Wrong page" : null,
      state: "HELD" as const,
      lane: 1,
      batchId,
      decidedById: personId,
      heldUntil: now,
      dueAt: now,
    };
  });
  for (let from = 0; from < data.length; from += 1000)
    await db().decision.createMany({ data: data.slice(from, from + 1000) });
  return data.length;
}
