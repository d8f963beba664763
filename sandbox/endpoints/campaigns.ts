import type { Call } from "@/sandbox/call";
import { type Reply, refusal } from "@/sandbox/reply";
import { campaignShape } from "@/sandbox/shapes/campaign";
import { ownCampaign } from "@/sandbox/endpoints/own-campaign";
import { pageLink, pageNumber } from "@/sandbox/endpoints/paging";

const statuses = ["Active", "Pending", "Completed", "Canceled"];

/** 6 · the list, newest first: a bare array, or pages linked by `next` (contradiction 1). */
export function listCampaigns(call: Call): Reply {
  const { world, query } = call;
  const status = query.get("status");
  if (status && !statuses.includes(status)) return refusal(400, "Invalid status");
  const found = [...world.market.campaigns.values()]
    .filter((campaign) => campaign.mine && (!status || campaign.status === status))
    .toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
  const { campaignList, campaignsPageSize: size } = world.settings.contradictions;
  const shape = (list: typeof found) => list.map((campaign) => campaignShape(campaign, world.settings));
  if (campaignList === "array") return { status: 200, body: shape(found) };

  const page = pageNumber(query.get("page"), 1);
  if (page === null) return refusal(400, "Invalid page");
  const hasMore = page * size < found.length;
  return {
    status: 200,
    body: {
      count: found.length,
      next: hasMore ? pageLink(call, "/api/campaigns/", page + 1) : null,
      previous: page > 1 ? pageLink(call, "/api/campaigns/", page - 1) : null,
      results: shape(found.slice((page - 1) * size, page * size)),
    },
  };
}

/** 7 · one campaign. 403 · 404. */
export function campaignDetail(call: Call): Reply {
  const owned = ownCampaign(call);
  if (!owned.ok) return owned.reply;
  return { status: 200, body: campaignShape(owned.campaign, call.world.settings) };
}
