import { readBatch } from "@/lib/decisions/bulk/data";
import { keyReused } from "@/lib/decisions/bulk/problems";
import { approveAll, previewApproveAll } from "@/lib/decisions/sweeps/approve-all";
import { readOpenSweep } from "@/lib/decisions/sweeps/data";
import { approveAllQuerySchema, approveAllSchema } from "@/lib/decisions/sweeps/schema";
import { campaignParamsSchema } from "@/lib/mirror/params";
import { noSuchCampaign } from "@/lib/mirror/problems";
import { withRoute } from "@/lib/team/gate";

export const GET = withRoute(
  "campaigns.approveAll",
  { params: campaignParamsSchema, query: approveAllQuerySchema },
  async ({ actor, params, query, requestId }) => {
    const preview = await previewApproveAll(actor, {
      campaignId: params.id,
      since: query.since,
      requestId,
    });
    return preview === undefined ? noSuchCampaign : Response.json(preview);
  },
);

const PROBLEMS = {
  not_found: noSuchCampaign,
  key_reused: keyReused,
  nothing_to_approve: {
    status: 409,
    code: "nothing_to_approve",
    detail: "Every pending submission has a decision already. Nothing was done.",
  },
};

export const POST = withRoute(
  "campaigns.approveAll",
  { params: campaignParamsSchema, body: approveAllSchema },
  async ({ actor, params, body, requestId }) => {
    const result = await approveAll(actor, params.id, body, requestId);
    if (!result.ok) return PROBLEMS[result.reason];
    const [batch, sweep] = await Promise.all([readBatch(result.batchId), readOpenSweep(params.id)]);
    return Response.json({ batch, sweep }, { status: 202 });
  },
);
