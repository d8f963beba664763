import { csvResponse } from "@/lib/decisions/bulk/csv-response";
import { EXPORT_COLUMNS, exportRows, recordExport } from "@/lib/decisions/bulk/export";
import { exportQuerySchema } from "@/lib/decisions/bulk/schema";
import { readCampaign } from "@/lib/mirror/data";
import { campaignParamsSchema } from "@/lib/mirror/params";
import { noSuchCampaign } from "@/lib/mirror/problems";
import { withRoute } from "@/lib/team/gate";

/** A campaign's submissions as a spreadsheet to decide in; `?status=Pending` for those that wait. */
export const GET = withRoute(
  "data.export",
  { params: campaignParamsSchema, query: exportQuerySchema },
  async ({ actor, params, query, requestId }) => {
    if ((await readCampaign(params.id)) === undefined) return noSuchCampaign;
    await recordExport(actor, params.id, query.status, requestId);
    const name = `${query.status?.toLowerCase() ?? "submissions"}-${params.id}`;
    return csvResponse(name, EXPORT_COLUMNS, exportRows(params.id, query.status));
  },
);
