import type { Campaign } from "@/lib/mirror/schema";

/**
 * Places that nobody has taken: pending submissions still count as remaining in the vendor's numbers (design,
 * "Planner"). Never negative, though the counters may be read at different moments.
 */
export function freePlaces(campaign: Pick<Campaign, "remainingAvailabilities" | "pending">): number {
  return Math.max(0, campaign.remainingAvailabilities - campaign.pending);
}

/** Submissions read and known of, over campaigns whose first read is not complete; null when none is under way. */
export function firstRead(
  campaigns: readonly Pick<Campaign, "syncedAt" | "sync" | "pending" | "approved" | "rejected">[],
): { read: number; total: number } | null {
  let read = 0;
  let total = 0;
  for (const { syncedAt, sync, pending, approved, rejected } of campaigns) {
    if (syncedAt !== null) continue;
    read += sync?.read ?? 0;
    total += Math.max(sync?.read ?? 0, sync?.total ?? pending + approved + rejected);
  }
  return total === 0 ? null : { read, total };
}
