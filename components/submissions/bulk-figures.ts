import { freePlaces, type PlaceCounters } from "@/components/campaigns/parts";
import { sweepRequests } from "@/lib/decisions/sweeps/plan";
import type { Campaign } from "@/lib/mirror/schema";
import { type Money, multiplyMoney, parseMoney } from "@/lib/money";

/** What a selection costs, before anything is decided. */
export type BulkFigures = {
  count: number;
  /** What approving all of it pays. */
  cost: Money;
  /** Requests if each goes by itself. */
  requests: number;
  /** Requests if one bulk approval can stand for all of it; null when it cannot. */
  withSweep: number | null;
};

type Known = Pick<Campaign, "pay" | "status" | "undecided" | "sweepsAllowed"> & PlaceCounters;

/**
 * The figures of `count` selected submissions. A sweep can only stand for everything that is undecided, where nothing
 * arrives in between or a manager allowed it (design, "Planner"), and is worth it only where it saves requests.
 */
export function bulkFigures(count: number, campaign: Known): BulkFigures {
  const closed = ["Completed", "Canceled"].includes(campaign.status) || freePlaces(campaign) === 0;
  const whole = count >= campaign.undecided && (closed || campaign.sweepsAllowed);
  const swept = sweepRequests(count);
  return {
    count,
    cost: multiplyMoney(parseMoney(campaign.pay), count),
    requests: count,
    withSweep: whole && swept < count ? swept : null,
  };
}
