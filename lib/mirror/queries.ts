import { queryOptions } from "@tanstack/react-query";
import { api } from "@/lib/http/client";
import {
  balanceSchema,
  type Campaign,
  campaignDetailSchema,
  campaignPageSchema,
  overviewSchema,
  type SubmissionQuery,
  submissionPageSchema,
} from "@/lib/mirror/schema";

/** The most that one answer of a list holds (contract, "Our API"). */
const PAGE_MAX = 1000;

/**
 * Every campaign, most pending first: the list is small next to its submissions, so it is held whole, and filters
 * and their counts cost no request. Reads on until the last page.
 */
export const campaignsQuery = queryOptions({
  queryKey: ["campaigns", {}],
  queryFn: async ({ signal }): Promise<Campaign[]> => {
    const campaigns: Campaign[] = [];
    let cursor: string | null = null;
    do {
      const path: string = withQuery("/api/campaigns", { limit: PAGE_MAX, cursor: cursor ?? undefined });
      const page: { items: Campaign[]; nextCursor: string | null } = await api(path, campaignPageSchema, {
        signal,
      });
      campaigns.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    return campaigns;
  },
});

/** One campaign with its description. */
export function campaignQuery(id: string) {
  return queryOptions({
    queryKey: ["campaign", id],
    queryFn: ({ signal }) =>
      api(`/api/campaigns/${encodeURIComponent(id)}`, campaignDetailSchema, { signal }),
  });
}

/** A page of the submissions of one campaign, or of all of them (`"all"`). */
export function submissionsQuery(campaignId: string, query: Partial<SubmissionQuery>) {
  const path =
    campaignId === "all"
      ? "/api/submissions"
      : `/api/campaigns/${encodeURIComponent(campaignId)}/submissions`;
  return queryOptions({
    queryKey: ["submissions", campaignId, query],
    queryFn: ({ signal }) => api(withQuery(path, query), submissionPageSchema, { signal }),
  });
}

/** The balance as last read. */
export const balanceQuery = queryOptions({
  queryKey: ["balance"],
  queryFn: ({ signal }) => api("/api/balance", balanceSchema, { signal }),
});

/** The figures of the overview. */
export const overviewQuery = queryOptions({
  queryKey: ["overview"],
  queryFn: ({ signal }) => api("/api/overview", overviewSchema, { signal }),
});

/** A path with the parameters that are given. */
function withQuery(path: string, query: Record<string, string | number | undefined>): string {
  const given = Object.entries(query).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, String(value)]],
  );
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}
