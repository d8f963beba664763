import { changeCampaignSettings } from "@/lib/decisions/sweeps/change-settings";
import { campaignSettingsSchema } from "@/lib/decisions/sweeps/schema";
import { readCampaign } from "@/lib/mirror/data";
import { campaignParamsSchema } from "@/lib/mirror/params";
import { noSuchCampaign } from "@/lib/mirror/problems";
import { withRoute } from "@/lib/team/gate";

export const GET = withRoute("desk.look", { params: campaignParamsSchema }, async ({ params }) => {
  const campaign = await readCampaign(params.id);
  return campaign === undefined ? noSuchCampaign : Response.json(campaign);
});

export const PATCH = withRoute(
  "campaigns.allowSweeps",
  { params: campaignParamsSchema, body: campaignSettingsSchema },
  async ({ actor, params, body, requestId }) =>
    (await changeCampaignSettings(actor, params.id, body, requestId))
      ? Response.json(await readCampaign(params.id))
      : noSuchCampaign,
);
