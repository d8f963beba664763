import { queryOptions } from "@tanstack/react-query";
import { budgetSchema } from "@/lib/gateway/schema";
import { api } from "@/lib/http/client";

/** What is left of the rolling hour, and why calls wait. Places come back without an event, so it is read each minute. */
export const budgetQuery = queryOptions({
  queryKey: ["budget"],
  queryFn: ({ signal }) => api("/api/budget", budgetSchema, { signal }),
  refetchInterval: 60_000,
});
