import type { Settings } from "@/sandbox/settings";
import type { Campaign } from "@/sandbox/market/types";

/**
 * `remainingAvailabilities`. In the reference's example it is total − (approved + rejected), so pending ones still count
 * as remaining; whether a reject frees its place is undocumented and therefore a setting.
 */
export function remainingPlaces(campaign: Campaign, settings: Settings): number {
  const used = campaign.counts.Approved + (settings.rejectFreesPlace ? 0 : campaign.counts.Rejected);
  return Math.max(0, campaign.total - used);
}

/** Places that a new submission could take: the remaining ones without those that pending submissions hold. */
export function freePlaces(campaign: Campaign, settings: Settings): number {
  return Math.max(0, remainingPlaces(campaign, settings) - campaign.counts.Pending);
}
