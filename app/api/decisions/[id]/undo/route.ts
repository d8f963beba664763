import { z } from "zod";
import { undo } from "@/lib/decisions/undo";
import type { Problem } from "@/lib/http/problem";
import { withRoute } from "@/lib/team/gate";

const PROBLEMS = {
  not_found: { status: 404, code: "not_found", detail: "There is no decision with this id." },
  not_yours: {
    status: 403,
    code: "not_yours",
    detail: "Only the person who decided may undo it. The decision stands.",
  },
  too_late: {
    status: 409,
    code: "too_late",
    detail: "It is too late: this decision was sent to RapidWorkers, where nothing can be undone.",
  },
} satisfies Record<string, Problem>;

export const POST = withRoute(
  "submissions.decide",
  { params: z.object({ id: z.uuid() }) },
  async ({ actor, params, requestId }) => {
    const result = await undo(actor, params.id, requestId);
    if (result.ok) return Response.json(result.decision);
    const problem = PROBLEMS[result.reason];
    return result.reason === "not_found" ? problem : { ...problem, extra: { decision: result.decision } };
  },
);
