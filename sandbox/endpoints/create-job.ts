import type { Decimal } from "decimal.js";
import type { Call } from "@/sandbox/call";
import type { PartReceived } from "@/sandbox/journal";
import { newCampaign } from "@/sandbox/market/campaign";
import type { Campaign } from "@/sandbox/market/types";
import { randomUuid } from "@/sandbox/random";

type NewJob = {
  endpoint: string;
  /** What creation takes from the balance, commission included. */
  charged: Decimal;
  campaign: Pick<Campaign, "title" | "total" | "pay"> & Partial<Campaign>;
  /** Everything received, for the record. */
  fields: Record<string, unknown>;
  parts: PartReceived[];
};

/** Charges for a job and opens its campaign, or refuses when the balance is short. The same for calls 1 and 12–21. */
export function createJob(call: Call, job: NewJob): { ok: true; campaign: Campaign } | { ok: false } {
  const { world } = call;
  if (world.market.balance.lt(job.charged)) return { ok: false };
  const campaign = newCampaign({
    status: world.settings.newJobStatus,
    theme: world.random.arrivals.integer(0, 9),
    ...job.campaign,
    id: randomUuid(world.random.arrivals),
  });
  world.market.balance = world.market.balance.minus(job.charged);
  world.market.campaigns.set(campaign.id, campaign);
  world.journal.note(call.request, {
    kind: "job",
    endpoint: job.endpoint,
    campaignId: campaign.id,
    charged: job.charged.toFixed(2),
    fields: job.fields,
    parts: job.parts,
  });
  return { ok: true, campaign };
}
