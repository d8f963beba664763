import { readCampaign } from "@/lib/mirror/data";
import { campaignParamsSchema } from "@/lib/mirror/params";
import { noSuchCampaign } from "@/lib/mirror/problems";
import { refreshCampaign } from "@/lib/mirror/refresh-campaign";
import { withRoute } from "@/lib/team/gate";

export const POST = withRoute(
  "desk.look",
  { params: campaignParamsSchema },
  async ({ actor, params, requestId }) => {
    const asked = await refreshCampaign(actor, params.id, requestId);
    if (!asked.ok) return noSuchCampaign;
    return Response.json(await readCampaign(params.id), { status: 202 });
  },
);
