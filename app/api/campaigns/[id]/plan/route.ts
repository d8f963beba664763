import { readPlan } from "@/lib/decisions/sweeps/data";
import { campaignParamsSchema } from "@/lib/mirror/params";
import { noSuchCampaign } from "@/lib/mirror/problems";
import { withRoute } from "@/lib/team/gate";

export const GET = withRoute("desk.look", { params: campaignParamsSchema }, async ({ params }) => {
  const plan = await readPlan(params.id);
  return plan === undefined ? noSuchCampaign : Response.json(plan);
});
