import type { CampaignStatus } from "@/sandbox/market/types";
import type { Random } from "@/sandbox/random";
import type { Scenario } from "@/sandbox/world";

export type CampaignPlan = {
  /** Place in the scenario; chooses the catalog entry. */
  index: number;
  status: CampaignStatus;
  total: number;
  /** Submissions handed in so far, and how many of them are still pending. */
  handedIn: number;
  pending: number;
  ageHours: number;
  approveOnceFull: boolean;
  mine: boolean;
};

/** How many people there are to hand something in. */
export const workersIn: Record<Scenario, number> = { small: 90, medium: 500, large: 24_000 };

const shapes: Record<Scenario, { campaigns: number; submissions: number; first: number }> = {
  small: { campaigns: 8, submissions: 300, first: 80 },
  medium: { campaigns: 20, submissions: 3_000, first: 420 },
  large: { campaigns: 40, submissions: 36_000, first: 20_000 },
};

const statuses: readonly CampaignStatus[] = [
  "Active",
  "Active",
  "Completed",
  "Active",
  "Canceled",
  "Active",
  "Pending",
  "Completed",
];

/**
 * The campaigns of a scenario, the largest first, and last one of another employer (for 403). Every fourth active one is
 * full, so that nothing can arrive there while its pending ones wait; a Completed one may have pending ones left.
 */
export function planCampaigns(random: Random, scenario: Scenario): CampaignPlan[] {
  const { campaigns, submissions, first } = shapes[scenario];
  const sizes = divide(
    random,
    submissions - first,
    campaigns - 1,
    (index) => statusAt(index + 1) !== "Pending",
  );
  const plans = [first, ...sizes].map((handedIn, index): CampaignPlan => {
    const status = statusAt(index);
    const full = status === "Completed" || (status === "Active" && index % 8 === 3);
    const total = full ? handedIn : Math.max(10, Math.ceil(handedIn * (1.15 + random.fraction())));
    return {
      index,
      status,
      total,
      handedIn,
      pending: Math.round(handedIn * pendingShare(status, index)),
      ageHours: status === "Active" ? random.integer(6, 400) : random.integer(200, 1500),
      approveOnceFull: !full && index % 3 === 1,
      mine: true,
    };
  });
  const foreign = { index: campaigns, status: "Active", total: 20, handedIn: 5, pending: 5 } as const;
  return [...plans, { ...foreign, ageHours: 50, approveOnceFull: false, mine: false }];
}

function statusAt(index: number): CampaignStatus {
  return statuses[index % statuses.length] ?? "Active";
}

function pendingShare(status: CampaignStatus, index: number): number {
  if (status === "Active") return index === 0 ? 0.7 : 0.5;
  if (status === "Canceled") return 0.3;
  return index % 8 === 2 ? 0.2 : 0;
}

/** Splits `sum` unevenly over `count` places; places that `takes` refuses get 0. */
function divide(random: Random, sum: number, count: number, takes: (index: number) => boolean): number[] {
  const weights = Array.from({ length: count }, (_, index) =>
    takes(index) ? 0.15 + random.fraction() ** 2 : 0,
  );
  const whole = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => Math.round((weight / whole) * sum));
}
