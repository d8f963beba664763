import { readBatch } from "@/lib/decisions/bulk/data";
import { noSuchBatch } from "@/lib/decisions/bulk/problems";
import { batchParamsSchema } from "@/lib/decisions/bulk/schema";
import { withRoute } from "@/lib/team/gate";

export const GET = withRoute("desk.look", { params: batchParamsSchema }, async ({ params }) => {
  const batch = await readBatch(params.id);
  return batch === undefined ? noSuchBatch : Response.json(batch);
});
