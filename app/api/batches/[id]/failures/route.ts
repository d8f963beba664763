import { listFailures, readBatch } from "@/lib/decisions/bulk/data";
import { noSuchBatch } from "@/lib/decisions/bulk/problems";
import { batchFailuresQuerySchema, batchParamsSchema } from "@/lib/decisions/bulk/schema";
import { withRoute } from "@/lib/team/gate";

export const GET = withRoute(
  "desk.look",
  { params: batchParamsSchema, query: batchFailuresQuerySchema },
  async ({ params, query }) =>
    (await readBatch(params.id)) === undefined
      ? noSuchBatch
      : Response.json(await listFailures(params.id, query)),
);
