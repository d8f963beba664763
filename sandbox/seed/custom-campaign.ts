import { z } from "zod";
import { isoSeconds } from "@/sandbox/iso-time";
import { addSubmission, newCampaign } from "@/sandbox/market/campaign";
import { type Campaign, pageKinds, type SubmissionStatus } from "@/sandbox/market/types";
import { randomUuid } from "@/sandbox/random";
import type { World } from "@/sandbox/world";
import { inventSubmission } from "@/sandbox/seed/submissions";

const count = z.int().nonnegative().max(100_000).default(0);

/** What POST /__sandbox/campaigns takes; `total` defaults to what is handed in, and at least 1. */
export const customCampaignFields = z.strictObject({
  title: z.string().min(1).default("Custom campaign"),
  description: z.string().default(""),
  category: z.string().default("Other"),
  status: z.enum(["Active", "Pending", "Completed", "Canceled"]).default("Active"),
  pay: z
    .string()
    .regex(/^\d{1,6}(\.\d{1,2})?$/, "an amount such as 2.50")
    .default("1.00"),
  total: z.int().positive().optional(),
  pending: count,
  approved: count,
  rejected: count,
  approveOnceFull: z.boolean().default(false),
  mine: z.boolean().default(true),
  countries: z.array(z.string().regex(/^[A-Z]{2}$/)).default([]),
  page: z.enum(pageKinds).default("survey"),
});

/** Makes the campaign that a test asks for, as it is told: no rule of the market runs until something changes in it. */
export function customCampaign(world: World, fields: z.infer<typeof customCampaignFields>): Campaign {
  const random = world.random.arrivals;
  const { total, pending, approved, rejected, ...rest } = fields;
  const campaign = newCampaign({
    ...rest,
    id: randomUuid(random),
    total: total ?? Math.max(1, pending + approved + rejected),
    theme: random.integer(0, 9),
  });
  const workers = [...world.market.workers.values()];
  const offset = random.integer(0, workers.length - 1);
  const statuses: SubmissionStatus[] = [
    ...Array<SubmissionStatus>(approved).fill("Approved"),
    ...Array<SubmissionStatus>(rejected).fill("Rejected"),
    ...Array<SubmissionStatus>(pending).fill("Pending"),
  ];
  for (const [index, status] of statuses.entries()) {
    const worker = workers[(offset + index) % workers.length] ?? random.pick(workers);
    const given = { id: world.market.nextSubmissionId, submittedAt: isoSeconds(new Date()), status };
    addSubmission(campaign, inventSubmission(random, campaign, worker, given));
    world.market.nextSubmissionId += 1;
  }
  world.market.campaigns.set(campaign.id, campaign);
  return campaign;
}
