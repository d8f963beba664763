import { audit } from "@/lib/audit/record";
import { db, transaction } from "@/lib/db/client";
import { log } from "@/lib/log";
import { JOB_NAME } from "@/lib/mirror/job-name";
import { syncCounters } from "@/lib/mirror/sync-counters";
import { answerForCounters, planAskedRun } from "@/lib/mirror/sync-plan";
import { syncNextPage } from "@/lib/mirror/sync-page";
import { wakeJob } from "@/lib/runtime/wake";
import type { Permitted } from "@/lib/team/actor";

/**
 * Has a campaign read now, within the people's part of the budget. Answers as soon as the wish is stored; this process
 * then begins at once, and should it die the background job goes on. Asking again while it runs changes nothing.
 * `reason: "not_found"` for a campaign that the mirror does not have.
 */
export async function refreshCampaign(
  actor: Permitted<"desk.look">,
  campaignId: string,
  requestId: string,
): Promise<{ ok: true } | { ok: false; reason: "not_found" }> {
  const known = await db().campaign.findUnique({ where: { id: campaignId }, select: { id: true } });
  if (known === null) return { ok: false, reason: "not_found" };
  await transaction(async (tx) => {
    await planAskedRun(tx, campaignId, actor.personId);
    await audit(
      tx,
      { actorId: actor.personId, requestId },
      { action: "campaign.refresh_asked", subject: campaignId, data: {} },
    );
    await wakeJob(tx, JOB_NAME);
  });
  readNow(campaignId, actor.personId, requestId).catch((err: unknown) =>
    log().error({ err, campaignId }, "a refresh broke off; the background job goes on with it"),
  );
  return { ok: true };
}

/**
 * Everybody's counters first (one request, as one campaign's would be, and what is new at RapidWorkers turns up too), then
 * page by page until the run is over, put off, or held by somebody else.
 */
async function readNow(campaignId: string, actorId: string, requestId: string): Promise<void> {
  const counters = await syncCounters({ purpose: "person", actorId, requestId });
  if (counters.ok)
    await transaction(async (tx) => {
      await answerForCounters(tx);
      // Campaigns that are new have their first read to come.
      await wakeJob(tx, JOB_NAME);
    });
  let page = await syncNextPage(undefined, campaignId);
  while (page.done === "page") page = await syncNextPage(undefined, campaignId);
}
