import { remainingPlaces } from "@/sandbox/market/places";
import type { Campaign } from "@/sandbox/market/types";
import { countryName } from "@/sandbox/seed/countries";
import type { Settings } from "@/sandbox/settings";
import { respell } from "@/sandbox/shapes/spelling";

const nullable = ["jobCategory", "jobLocation", "jobSuccessRate", "description", "jobCreatedAt"];

/** A campaign as calls 6 and 7 show it. In the reference's example the success rate is approved / total. */
export function campaignShape(campaign: Campaign, settings: Settings): Record<string, unknown> {
  const { Pending, Approved, Rejected } = campaign.counts;
  const fields = {
    jobId: campaign.id,
    jobTitle: campaign.title,
    jobCategory: campaign.category,
    jobPay: campaign.pay.toFixed(2),
    jobLocation: location(campaign, settings),
    jobCreatedAt: campaign.createdAt,
    jobStatus: campaign.status,
    jobInstancesCompleted: Approved + Rejected,
    jobTotalAvailabilities: campaign.total,
    jobSuccessRate: `${Math.round((Approved / campaign.total) * 100)}%`,
    description: campaign.description,
    canceled: campaign.status === "Canceled",
    remainingAvailabilities: remainingPlaces(campaign, settings),
    pendingSubmissions: Pending,
    approvedSubmissions: Approved,
    rejectedSubmissions: Rejected,
  };
  return respell(settings, campaign.id, fields, nullable);
}

/** Contradiction 7: "In" is all that the reference shows; what limited campaigns show is a guess with three readings. */
function location(campaign: Campaign, settings: Settings): string | null {
  const mode = settings.contradictions.jobLocation;
  if (mode === "null") return null;
  if (campaign.countries.length === 0) return mode === "short" ? "In" : "International";
  return mode === "short" ? campaign.countries.join(",") : campaign.countries.map(countryName).join(", ");
}
