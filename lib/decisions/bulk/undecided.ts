import { db } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { STILL_PENDING } from "@/lib/decisions/bulk/record-batch";
import type { BulkFilter } from "@/lib/decisions/bulk/schema";
import { submissionPage } from "@/lib/mirror/submission-page";

/** More rows than any desk has: the filter's page is everything. */
const EVERYTHING = 2_000_000_000;

/**
 * FROM and WHERE of what the submissions list finds with this filter and "undecided" (the list's own statement finds it),
 * less what was taken out by hand. The submission is `s`.
 */
export function undecidedSubmissions(filter: BulkFilter, except: readonly number[]): Prisma.Sql {
  const { campaignId, workerId, flag, status, search } = filter;
  const conditions = [STILL_PENDING, Prisma.sql`s.id <> ALL(${except.map(BigInt)}::bigint[])`];
  if (workerId !== undefined) conditions.push(Prisma.sql`s.worker_id = ${workerId}`);
  // As in the list: nothing is flagged yet, so a wish for a flag finds nothing.
  if (flag !== undefined) conditions.push(Prisma.sql`false`);
  return Prisma.sql`
    FROM (${submissionPage(campaignId, { status, search, undecided: "true", limit: EVERYTHING })}) AS found
    JOIN submission s ON s.campaign_id = found.campaign_id AND s.id = found.id
    WHERE ${Prisma.join(conditions, " AND ")}`;
}

/** How many a bulk action with this filter would decide now: what its `expected` must be. */
export async function countUndecided(filter: BulkFilter): Promise<number> {
  const [{ count }] = await db().$queryRaw<[{ count: number }]>`
    SELECT count(*)::int AS count ${undecidedSubmissions(filter, [])}`;
  return count;
}
