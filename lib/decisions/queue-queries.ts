import { queryOptions } from "@tanstack/react-query";
import { type DecisionState, decisionPageSchema, queueSchema } from "@/lib/decisions/schema";
import { api } from "@/lib/http/client";

/** How many decisions are on their way, by state. */
export const queueQuery = queryOptions({
  queryKey: ["queue"],
  queryFn: ({ signal }) => api("/api/decisions/queue", queueSchema, { signal }),
});

/** The newest few rows of the ledger in one state that still need an eye. */
export function fewInState(state: DecisionState, limit: number) {
  return queryOptions({
    queryKey: ["decisions", { state, needsAnEye: true, limit }],
    queryFn: ({ signal }) =>
      api(`/api/decisions?needsAnEye=true&state=${state}&limit=${limit}`, decisionPageSchema, { signal }),
  });
}
