import { audit } from "@/lib/audit/record";
import { transaction } from "@/lib/db/client";
import { JOB_NAME } from "@/lib/decisions/sweeps/job-name";
import { emit } from "@/lib/runtime/emit";
import { wakeJob } from "@/lib/runtime/wake";
import type { Permitted } from "@/lib/team/actor";

export type CampaignSettings = { sweepsAllowed?: boolean; approveOnceFull?: boolean | null };

/**
 * A manager's word about a campaign: leave to sweep it while submissions may still arrive (with name and time), and whether
 * RapidWorkers pays everything pending once it is full, which the API does not tell. False for an unknown campaign.
 */
export function changeCampaignSettings(
  actor: Permitted<"campaigns.allowSweeps">,
  campaignId: string,
  settings: CampaignSettings,
  requestId: string,
): Promise<boolean> {
  const { sweepsAllowed, approveOnceFull } = settings;
  return transaction(async (tx) => {
    const { count } = await tx.campaign.updateMany({
      where: { id: campaignId },
      data: {
        approveOnceFull,
        ...(sweepsAllowed === undefined
          ? {}
          : {
              sweepsAllowedAt: sweepsAllowed ? new Date() : null,
              sweepsAllowedById: sweepsAllowed ? actor.personId : null,
            }),
      },
    });
    if (count === 0) return false;
    await audit(
      tx,
      { actorId: actor.personId, requestId },
      { action: "campaign.settings_changed", subject: campaignId, data: settings },
    );
    await emit(tx, [{ type: "campaign", ids: [campaignId] }]);
    await wakeJob(tx, JOB_NAME);
    return true;
  });
}
