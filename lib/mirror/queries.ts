import { queryOptions } from "@tanstack/react-query";
import { api } from "@/lib/http/client";
import {
  balanceSchema,
  type Campaign,
  campaignDetailSchema,
  campaignPageSchema,
  overviewSchema,
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
      const query = new URLSearchParams({ limit: String(PAGE_MAX), ...(cursor === null ? {} : { cursor }) });
      const page: { items: Campaign[]; nextCursor: string | null } = await api(
        `/api/campaigns?${query}`,
        campaignPageSchema,
        { signal },
      );
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
