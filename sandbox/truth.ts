import type { Campaign, Submission } from "@/sandbox/market/types";
import { describePicture } from "@/sandbox/pictures/picture-id";
import type { World } from "@/sandbox/world";

/** What GET /__sandbox/state tells: the whole world in figures. */
export function stateOf(world: World) {
  const campaigns = [...world.market.campaigns.values()].filter(({ mine }) => mine);
  const sum = (status: Submission["status"]) =>
    campaigns.reduce((total, campaign) => total + campaign.counts[status], 0);
  return {
    seed: world.seed,
    scenario: world.scenario,
    balance: world.market.balance.toFixed(2),
    campaigns: campaigns.length,
    submissions: { Pending: sum("Pending"), Approved: sum("Approved"), Rejected: sum("Rejected") },
    workers: world.market.workers.size,
    employer: world.market.employer,
    blocked: [...world.market.blocked.keys()],
    effects: world.journal.effects.length,
    requests: {
      total: world.journal.requestsTotal,
      servedInWindow: world.rate.servedInWindow(Date.now(), world.settings.rateLimit.windowMs),
      maxServedInWindow: world.rate.maxServed,
      maxSeenInWindow: world.rate.maxSeen,
    },
    settings: world.settings,
  };
}

/** A campaign as it is, whatever the API makes of it. */
export function campaignTruth(campaign: Campaign) {
  const { submissions, samples: _, pay, counts, ...rest } = campaign;
  return { ...rest, pay: pay.toFixed(2), counts: { ...counts }, handedIn: submissions.size };
}

/** A submission as it is, with where each of its pictures comes from. */
export function submissionTruth(campaign: Campaign, submission: Submission) {
  return { campaignId: campaign.id, ...submission, pictures: submission.pictures.map(describePicture) };
}
