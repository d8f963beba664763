import { actOnBatch } from "@/lib/decisions/bulk/act";
import { readBatch } from "@/lib/decisions/bulk/data";
import { noSuchBatch } from "@/lib/decisions/bulk/problems";
import { batchActionSchema, batchParamsSchema } from "@/lib/decisions/bulk/schema";
import { withRoute } from "@/lib/team/gate";

export const POST = withRoute(
  "submissions.decide",
  { params: batchParamsSchema, body: batchActionSchema },
  async ({ actor, params, body, requestId }) => {
    const result = await actOnBatch(actor, params.id, body.action, requestId);
    if (result.ok) return Response.json({ changed: result.changed, batch: await readBatch(result.batchId) });
    if (result.reason === "not_found") return noSuchBatch;
    return {
      status: 403,
      code: "not_yours",
      detail: "Only the person who started this bulk action, or a manager, may change it. Nothing was done.",
    };
  },
);
