import { listCampaigns } from "@/lib/mirror/data";
import { campaignQuerySchema } from "@/lib/mirror/schema";
import { withRoute } from "@/lib/team/gate";

export const GET = withRoute("desk.look", { query: campaignQuerySchema }, async ({ query }) =>
  Response.json(await listCampaigns(query)),
);
