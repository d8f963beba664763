import { csvResponse } from "@/lib/decisions/bulk/csv-response";
import { readBatch } from "@/lib/decisions/bulk/data";
import { noSuchBatch } from "@/lib/decisions/bulk/problems";
import { REPORT_COLUMNS, reportRows } from "@/lib/decisions/bulk/report";
import { batchParamsSchema } from "@/lib/decisions/bulk/schema";
import { withRoute } from "@/lib/team/gate";

/** What became of each decision of a bulk action. Whoever may decide may have it. */
export const GET = withRoute("submissions.decide", { params: batchParamsSchema }, async ({ params }) =>
  (await readBatch(params.id)) === undefined
    ? noSuchBatch
    : csvResponse(`report-${params.id}`, REPORT_COLUMNS, reportRows(params.id)),
);
