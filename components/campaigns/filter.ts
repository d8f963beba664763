import { CAMPAIGN_SORTS, type Campaign, campaignStatusSchema } from "@/lib/mirror/schema";
import { compareMoney, parseMoney } from "@/lib/money";

export const CAMPAIGN_STATUSES = campaignStatusSchema.options;
export type CampaignStatus = (typeof CAMPAIGN_STATUSES)[number];
export type CampaignSort = (typeof CAMPAIGN_SORTS)[number];

/** What the address says about the list. */
export type CampaignFilter = { status: CampaignStatus | null; search: string; sort: CampaignSort };

/** Reads a filter from the address; what is unknown there counts as not said. */
export function filterFrom(params: Pick<URLSearchParams, "get">): CampaignFilter {
  return {
    status: campaignStatusSchema.safeParse(params.get("status")).data ?? null,
    search: params.get("search")?.trim() ?? "",
    sort: CAMPAIGN_SORTS.find((sort) => sort === params.get("sort")) ?? "pending",
  };
}

/** The address's query for a filter, without what is the standard anyway; empty or beginning with `?`. */
export function addressOf({ status, search, sort }: CampaignFilter): string {
  const params = new URLSearchParams();
  if (status !== null) params.set("status", status);
  if (search !== "") params.set("search", search);
  if (sort !== "pending") params.set("sort", sort);
  return params.size === 0 ? "" : `?${params}`;
}

/** The campaigns whose title or category holds what was searched for. */
export function searched(campaigns: readonly Campaign[], search: string): Campaign[] {
  const wanted = search.toLowerCase();
  return campaigns.filter(({ title, category }) => `${title}\n${category}`.toLowerCase().includes(wanted));
}

/** Ties are settled by title, then id, so that rows do not jump. */
const ORDERS: Record<CampaignSort, (a: Campaign, b: Campaign) => number> = {
  pending: (a, b) => b.pending - a.pending,
  oldest: (a, b) => compareTimes(a.oldestPendingAt, b.oldestPendingAt),
  created: (a, b) => compareTimes(b.createdAt, a.createdAt),
  title: () => 0,
  pay: (a, b) => compareMoney(parseMoney(b.pay), parseMoney(a.pay)),
};

/** The campaigns in an order; those that lack what is sorted by stand last. */
export function sorted(campaigns: readonly Campaign[], sort: CampaignSort): Campaign[] {
  const known = (campaign: Campaign) =>
    sort === "oldest"
      ? campaign.oldestPendingAt !== null
      : sort === "created"
        ? campaign.createdAt !== null
        : true;
  return campaigns.toSorted(
    (a, b) =>
      Number(known(b)) - Number(known(a)) ||
      ORDERS[sort](a, b) ||
      a.title.localeCompare(b.title) ||
      a.id.localeCompare(b.id),
  );
}

/** Early before late. ISO 8601 UTC times of one form compare as text, but not every source writes milliseconds. */
function compareTimes(a: string | null, b: string | null): number {
  return a === null || b === null ? 0 : Date.parse(a) - Date.parse(b);
}
