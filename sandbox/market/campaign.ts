import { Decimal } from "decimal.js";
import { isoSeconds } from "@/sandbox/iso-time";
import type { Campaign, Submission } from "@/sandbox/market/types";

/** A campaign without submissions; `pay` in dollars, created now unless told. */
export function newCampaign(
  fields: Pick<Campaign, "id" | "title" | "total"> & { pay: Decimal.Value } & Partial<Omit<Campaign, "pay">>,
): Campaign {
  return {
    category: "Other",
    description: "",
    status: "Active",
    createdAt: isoSeconds(new Date()),
    countries: [],
    approveOnceFull: false,
    mine: true,
    page: "survey",
    theme: 0,
    samples: [],
    submissions: new Map(),
    counts: { Pending: 0, Approved: 0, Rejected: 0 },
    ...fields,
    pay: new Decimal(fields.pay),
  };
}

/** Puts a submission into its campaign and counts it. */
export function addSubmission(campaign: Campaign, submission: Submission): void {
  campaign.submissions.set(submission.id, submission);
  campaign.counts[submission.status] += 1;
}
