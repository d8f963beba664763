import type { Campaign } from "@/lib/mirror/schema";

/**
 * Places that nobody has taken: pending submissions still count as remaining in the vendor's numbers (design,
 * "Planner"). Own decisions move the other counters at once and `remaining` only at the next read, so the lesser of the two
 * ways to count holds. Never negative, though the counters may be read at different moments.
 */
export function freePlaces(campaign: PlaceCounters): number {
  const { totalAvailabilities, remainingAvailabilities, approved, rejected, pending } = campaign;
  return Math.max(0, Math.min(remainingAvailabilities, totalAvailabilities - approved - rejected) - pending);
}

/** What the places of a campaign are counted from. */
export type PlaceCounters = Pick<
  Campaign,
  "totalAvailabilities" | "remainingAvailabilities" | "approved" | "rejected" | "pending"
>;

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
