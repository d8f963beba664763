import { listSweeps } from "@/lib/decisions/sweeps/data";
import { campaignParamsSchema } from "@/lib/mirror/params";
import { withRoute } from "@/lib/team/gate";

export const GET = withRoute("desk.look", { params: campaignParamsSchema }, async ({ params }) =>
  Response.json(await listSweeps(params.id)),
);
