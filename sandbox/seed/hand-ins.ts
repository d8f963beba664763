import type { Campaign, SubmissionStatus, Worker } from "@/sandbox/market/types";
import type { Random } from "@/sandbox/random";
import type { CampaignPlan } from "@/sandbox/seed/scenarios";

/** Who handed in to which campaign, when (ms), and what has become of it. */
export type HandIn = { campaign: Campaign; worker: Worker; time: number; status: SubmissionStatus };

/** The past of one campaign: nobody twice while there are others, the oldest decided first, 1 in 9 of the decided rejected. */
export function planHandIns(
  random: Random,
  campaign: Campaign,
  plan: CampaignPlan,
  workers: readonly Worker[],
  now: Date,
): HandIn[] {
  const start = Date.parse(campaign.createdAt);
  const span = (now.getTime() - start) * (plan.status === "Active" ? 1 : 0.6);
  const times = Array.from({ length: plan.handedIn }, () => start + Math.floor(random.fraction() * span));
  times.sort((a, b) => a - b);
  const people = pickPeople(random, workers, plan.handedIn);
  return times.map((time, index) => ({
    campaign,
    worker: people[index % people.length] ?? random.pick(workers),
    time,
    status: statusOf(random, index < plan.handedIn - plan.pending),
  }));
}

function statusOf(random: Random, decided: boolean): SubmissionStatus {
  if (!decided) return "Pending";
  return random.chance(1 / 9) ? "Rejected" : "Approved";
}

/** Different people, mostly regulars (the first 1,500), so that the same ones turn up in many campaigns. */
function pickPeople(random: Random, workers: readonly Worker[], count: number): Worker[] {
  const regulars = workers.slice(0, 1500);
  const crowd = count * 2 <= regulars.length ? regulars : workers;
  const chosen = new Set<Worker>();
  while (chosen.size < Math.min(count, crowd.length)) chosen.add(random.pick(crowd));
  return [...chosen];
}
