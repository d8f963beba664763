import { readCampaign } from "@/lib/mirror/data";
import { campaignParamsSchema } from "@/lib/mirror/params";
import { noSuchCampaign } from "@/lib/mirror/problems";
import { withRoute } from "@/lib/team/gate";

export const GET = withRoute("desk.look", { params: campaignParamsSchema }, async ({ params }) => {
  const campaign = await readCampaign(params.id);
  return campaign === undefined ? noSuchCampaign : Response.json(campaign);
});
