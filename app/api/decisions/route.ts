import { keyReused } from "@/lib/decisions/bulk/problems";
import { listDecisions } from "@/lib/decisions/data";
import { decide } from "@/lib/decisions/decide";
import { decideSchema, decisionQuerySchema } from "@/lib/decisions/schema";
import { withRoute } from "@/lib/team/gate";

export const GET = withRoute("desk.look", { query: decisionQuerySchema }, async ({ actor, query }) => {
  const { mine, ...filter } = query;
  const decidedById = mine === undefined ? undefined : actor.personId;
  return Response.json(await listDecisions({ ...filter, decidedById }));
});

export const POST = withRoute(
  "submissions.decide",
  // A thousand items with the longest notes that are taken.
  { body: decideSchema, maxBodyBytes: 8 * 1024 * 1024 },
  async ({ actor, body, requestId }) => {
    const result = await decide(actor, body, requestId);
    if (!result.ok) return keyReused;
    const items = result.outcomes;
    const [first] = items;
    if (items.some(({ status }) => status === 202) || first === undefined || first.status === 202)
      return Response.json({ items, batchId: result.batchId }, { status: 202 });
    // Nothing was taken: a program that looks at the status alone must see it.
    return { status: first.status, code: first.code, detail: first.message, extra: { items } };
  },
);
