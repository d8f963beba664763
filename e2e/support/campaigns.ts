import { expect } from "@playwright/test";
import type { ApiClient } from "@/e2e/support/api-client";
import type { Marketplace } from "@/e2e/support/marketplace";
import type { Campaign } from "@/lib/mirror/schema";

/** What `POST /__sandbox/campaigns` takes, as far as the journeys use it. */
export type CampaignWish = {
  title: string;
  description?: string;
  category?: string;
  status?: "Active" | "Pending" | "Completed" | "Canceled";
  pay?: string;
  total?: number;
  pending?: number;
  approved?: number;
  rejected?: number;
};

/** A campaign as the marketplace itself counts it. */
export type CampaignTruth = {
  id: string;
  title: string;
  status: string;
  pay: string;
  total: number;
  mine: boolean;
  counts: { Pending: number; Approved: number; Rejected: number };
};

/** A campaign of the journey's own at the marketplace, as soon as the desk has read it to its end. */
export async function newCampaign(
  { marketplace, api }: { marketplace: Marketplace; api: ApiClient },
  wish: CampaignWish,
): Promise<{ id: string; submissionIds: number[] }> {
  const made = await marketplace.control<{ id: string; submissionIds: number[] }>("POST", "campaigns", wish);
  await haveRead(api);
  await expect
    .poll(async () => (await api.get<Partial<Campaign>>(`/api/campaigns/${made.id}`)).body.syncedAt ?? null, {
      message: `the desk reads ${wish.title}`,
      timeout: 30_000,
    })
    .not.toBeNull();
  return made;
}

/** Has the desk read the list of campaigns now: a refresh of any one does, and nothing waits for the clock. */
async function haveRead(api: ApiClient): Promise<void> {
  await expect
    .poll(async () => (await api.get<{ items: Campaign[] }>("/api/campaigns?limit=1")).body.items.length, {
      message: "the desk reads the campaigns for the first time",
      timeout: 30_000,
    })
    .toBe(1);
  const [first] = (await api.get<{ items: Campaign[] }>("/api/campaigns?limit=1")).body.items;
  await api.post(`/api/campaigns/${first?.id}/refresh`, {});
}

/** Every campaign of the account, as the marketplace counts it. */
export const campaignsOf = async (marketplace: Marketplace): Promise<CampaignTruth[]> =>
  (await marketplace.control<CampaignTruth[]>("GET", "campaigns")).filter(({ mine }) => mine);
