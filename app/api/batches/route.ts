import { listBatches } from "@/lib/decisions/bulk/data";
import { batchQuerySchema } from "@/lib/decisions/bulk/schema";
import { withRoute } from "@/lib/team/gate";

export const GET = withRoute("desk.look", { query: batchQuerySchema }, async ({ actor, query }) =>
  Response.json(await listBatches(query, actor.personId)),
);
