import { readBatch } from "@/lib/decisions/bulk/data";
import { decideFiltered } from "@/lib/decisions/bulk/decide-filtered";
import { keyReused } from "@/lib/decisions/bulk/problems";
import { bulkFilterSchema, bulkSchema } from "@/lib/decisions/bulk/schema";

import { countUndecided } from "@/lib/decisions/bulk/undecided";
import { withRoute } from "@/lib/team/gate";

/** How many a filter finds: what a person confirms before they decide them all. */
export const GET = withRoute("submissions.decide", { query: bulkFilterSchema }, async ({ query }) =>
  Response.json({ count: await countUndecided(query) }),
);

/** One verdict for everything that a filter finds. */
export const POST = withRoute(
  "submissions.decide",
  { body: bulkSchema },
  async ({ actor, body, requestId }) => {
    const result = await decideFiltered(actor, body, requestId);
    return result.ok ? Response.json(await readBatch(result.batchId), { status: 202 }) : keyReused;
  },
);
