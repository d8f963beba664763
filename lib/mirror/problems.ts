import type { Problem } from "@/lib/http/problem";

/** The answer to a campaign id that the mirror does not have. */
export const noSuchCampaign: Problem = {
  status: 404,
  code: "not_found",
  detail: "The desk has no campaign with this id.",
};
