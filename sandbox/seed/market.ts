import { Decimal } from "decimal.js";
import { isoSeconds } from "@/sandbox/iso-time";
import { addSubmission, newCampaign } from "@/sandbox/market/campaign";
import type { Campaign, Market } from "@/sandbox/market/types";
import { createRandom, type Random, randomUuid } from "@/sandbox/random";
import type { Scenario } from "@/sandbox/world";
import { catalog } from "@/sandbox/seed/catalog";
import { type HandIn, planHandIns } from "@/sandbox/seed/hand-ins";
import { type CampaignPlan, planCampaigns, workersIn } from "@/sandbox/seed/scenarios";
import { inventSubmission } from "@/sandbox/seed/submissions";
import { inventWorkers } from "@/sandbox/seed/workers";

const hour = 3_600_000;

/**
 * The marketplace as a scenario starts: campaigns, workers, and a past that ends at `now`. The same seed, scenario and
 * `now` give the same market; another `now` only moves the times. The balance is left at 0 for the caller to set.
 */
export function seedMarket(seed: string, scenario: Scenario, now: Date): Market {
  const random = createRandom(`market:${scenario}:${seed}`);
  const workers = inventWorkers(random, workersIn[scenario]);
  const market: Market = {
    employer: 1001,
    balance: new Decimal(0),
    campaigns: new Map(),
    workers: new Map(workers.map((worker) => [worker.number, worker])),
    blocked: new Map(),
    nextSubmissionId: 100_001,
  };
  const samples = new Map<string, string[]>();
  const handIns: HandIn[] = [];
  for (const plan of planCampaigns(random, scenario)) {
    const campaign = openCampaign(random, plan, now, samples);
    market.campaigns.set(campaign.id, campaign);
    for (const handIn of planHandIns(random, campaign, plan, workers, now)) handIns.push(handIn);
  }
  // Ids grow with time across campaigns, as a vendor's do.
  handIns.sort((a, b) => a.time - b.time);
  for (const { campaign, worker, time, status } of handIns) {
    const given = { id: market.nextSubmissionId, submittedAt: isoSeconds(new Date(time)), status };
    addSubmission(campaign, inventSubmission(random, campaign, worker, given));
    market.nextSubmissionId += 1;
  }
  for (const worker of workers.slice(0, 3)) {
    market.blocked.set(worker.number, isoSeconds(new Date(now.getTime() - random.integer(2, 500) * hour)));
  }
  return market;
}

function openCampaign(
  random: Random,
  plan: CampaignPlan,
  now: Date,
  samples: Map<string, string[]>,
): Campaign {
  const entry = catalog[plan.index % catalog.length];
  if (!entry) throw new RangeError("the catalog is empty");
  const wave = Math.floor(plan.index / catalog.length);
  const theme = plan.index % 5;
  const look = `${entry.page}${theme}`;
  const shared = samples.get(look) ?? [];
  samples.set(look, shared);
  return newCampaign({
    ...entry,
    id: randomUuid(random),
    title: wave === 0 ? entry.title : `${entry.title} · batch ${wave + 1}`,
    status: plan.status,
    createdAt: isoSeconds(new Date(now.getTime() - plan.ageHours * hour)),
    countries: plan.index % 4 === 3 ? ["US", "CA", "GB"] : [],
    total: plan.total,
    approveOnceFull: plan.approveOnceFull,
    mine: plan.mine,
    theme,
    samples: shared,
  });
}
