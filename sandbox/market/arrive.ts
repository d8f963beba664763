import { isoSeconds } from "@/sandbox/iso-time";
import { inventSubmission } from "@/sandbox/seed/submissions";
import type { World } from "@/sandbox/world";
import { addSubmission } from "@/sandbox/market/campaign";
import { settle } from "@/sandbox/market/decide";
import { freePlaces } from "@/sandbox/market/places";
import type { Campaign, Submission } from "@/sandbox/market/types";

/**
 * Lets workers hand in `count` new submissions to a campaign, now. Only as many as there are free places, by workers who
 * are not blocked; returns what has arrived. A campaign that is not Active takes none.
 */
export function arrive(world: World, campaign: Campaign, count: number): Submission[] {
  if (campaign.status !== "Active") return [];
  const arrived: Submission[] = [];
  const room = Math.min(count, freePlaces(campaign, world.settings));
  const workers = [...world.market.workers.values()].filter(
    ({ number }) => !world.market.blocked.has(number),
  );
  if (workers.length === 0) return [];
  for (let index = 0; index < room; index += 1) {
    const random = world.random.arrivals;
    const submission = inventSubmission(random, campaign, random.pick(workers), {
      id: world.market.nextSubmissionId,
      submittedAt: isoSeconds(new Date()),
      status: "Pending",
    });
    world.market.nextSubmissionId += 1;
    addSubmission(campaign, submission);
    arrived.push(submission);
  }
  if (arrived.length > 0) {
    const submissionIds = arrived.map(({ id }) => id);
    world.journal.note(null, { kind: "arrival", campaignId: campaign.id, submissionIds });
    settle(world, campaign);
  }
  return arrived;
}

/** One new submission at a campaign with a free place: the chosen one of the settings, or any. */
function arriveSomewhere(world: World): void {
  const chosen = world.settings.arrivals.campaignId;
  const open = [...world.market.campaigns.values()].filter(
    (campaign) =>
      campaign.mine &&
      campaign.status === "Active" &&
      (chosen === null || campaign.id === chosen) &&
      freePlaces(campaign, world.settings) > 0,
  );
  if (open.length > 0) arrive(world, world.random.arrivals.pick(open), 1);
}

/** Keeps submissions arriving at the rate of the settings until the returned function is called. */
export function startArrivals(world: World): () => void {
  const tickMs = 200;
  let due = 0;
  const timer = setInterval(() => {
    due += (world.settings.arrivals.perMinute * tickMs) / 60_000;
    for (; due >= 1; due -= 1) arriveSomewhere(world);
  }, tickMs);
  timer.unref();
  return () => clearInterval(timer);
}
