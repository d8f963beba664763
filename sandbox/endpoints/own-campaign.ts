import type { Call } from "@/sandbox/call";
import type { Campaign } from "@/sandbox/market/types";
import { type Reply, refusal } from "@/sandbox/reply";

/** The campaign that the path names, or the documented 404 (unknown) or 403 (another employer's). */
export function ownCampaign(call: Call): { ok: true; campaign: Campaign } | { ok: false; reply: Reply } {
  const campaign = call.world.market.campaigns.get((call.params[0] ?? "").toLowerCase());
  if (!campaign) return { ok: false, reply: refusal(404, "Campaign not found") };
  if (!campaign.mine) {
    return { ok: false, reply: refusal(403, "You do not have permission to access this campaign") };
  }
  return { ok: true, campaign };
}
