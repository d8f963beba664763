import { importDecisions } from "@/lib/decisions/bulk/import";
import { keyReused } from "@/lib/decisions/bulk/problems";
import { importSchema } from "@/lib/decisions/bulk/schema";
import { readCampaign } from "@/lib/mirror/data";
import { campaignParamsSchema } from "@/lib/mirror/params";
import { noSuchCampaign } from "@/lib/mirror/problems";
import { withRoute } from "@/lib/team/gate";

/** The longest `csv` of the schema in a script of three bytes a character, and what JSON adds to it. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;

/** A decided spreadsheet: what each row would do (`dryRun`), or doing it. */
export const POST = withRoute(
  "submissions.decide",
  { params: campaignParamsSchema, body: importSchema, maxBodyBytes: MAX_BODY_BYTES },
  async ({ actor, params, body, requestId }) => {
    const campaign = await readCampaign(params.id);
    if (campaign === undefined) return noSuchCampaign;
    const result = await importDecisions(actor, campaign, body, requestId);
    if (result.ok) return Response.json(result.answer, { status: result.answer.batch === null ? 200 : 202 });
    return result.reason === "key_reused"
      ? keyReused
      : { status: 422, code: result.reason, detail: result.words };
  },
);
