import { readQueue } from "@/lib/decisions/data";
import { readBudget } from "@/lib/gateway/data";
import { withRoute } from "@/lib/team/gate";

export const GET = withRoute("desk.look", {}, async () => {
  const { held, queued, uncertain } = await readQueue();
  return Response.json(await readBudget(held + queued + uncertain));
});
