import { z } from "zod";
import { readDecision } from "@/lib/decisions/data";
import { withRoute } from "@/lib/team/gate";

export const GET = withRoute("desk.look", { params: z.object({ id: z.uuid() }) }, async ({ params }) => {
  const decision = await readDecision(params.id);
  return decision === undefined
    ? { status: 404, code: "not_found", detail: "There is no decision with this id." }
    : Response.json(decision);
});
