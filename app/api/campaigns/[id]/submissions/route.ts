import { listSubmissions, readCampaign } from "@/lib/mirror/data";
import { campaignParamsSchema } from "@/lib/mirror/params";
import { noSuchCampaign } from "@/lib/mirror/problems";
import { submissionQuerySchema } from "@/lib/mirror/schema";
import { withRoute } from "@/lib/team/gate";

export const GET = withRoute(
  "desk.look",
  { params: campaignParamsSchema, query: submissionQuerySchema },
  async ({ params, query }) => {
    const page = await listSubmissions(params.id, query);
    if (page.items.length === 0 && (await readCampaign(params.id)) === undefined) return noSuchCampaign;
    return Response.json(page);
  },
);
