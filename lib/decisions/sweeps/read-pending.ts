import { type CallContext, callMarketplace } from "@/lib/gateway/call";
import type { PauseInfo } from "@/lib/gateway/schema";
import type { MarketplaceError } from "@/lib/marketplace/errors";
import type { Submission, SubmissionStatus } from "@/lib/marketplace/types";
import { readClock } from "@/lib/mirror/read-clock";

const ROWS_PER_PAGE = 1000;
const PAGES_MOST = 200;

/** A whole list, or why there is none. `unsteady`: it changed while it was read, or it does not add up. */
export type ReadList =
  | { ok: true; submissions: Map<string, Submission>; readStartedAt: Date }
  | { ok: false; reason: "not_sent"; pause: PauseInfo }
  | { ok: false; reason: "failed"; error: MarketplaceError }
  | { ok: false; reason: "unsteady" };

/**
 * Every submission of one status, fresh from the vendor: all pages, each row once, as many as the vendor counts on the last
 * page. Rows that turn up with another status (a list that ignores the filter) are left out. `turned` is told after
 * each page (to renew a lease, say).
 */
export async function readList(
  campaignId: string,
  status: SubmissionStatus,
  context: CallContext,
  turned: () => Promise<void> = async () => {},
): Promise<ReadList> {
  const readStartedAt = await readClock();
  const submissions = new Map<string, Submission>();
  const seen = new Set<string>();
  for (let page = 1; page <= PAGES_MOST; page++) {
    const answer = await callMarketplace(context, (client) =>
      client.listSubmissionsPage(campaignId, { status, page, rowsPerPage: ROWS_PER_PAGE }),
    );
    if (!answer.ok) return answer;
    const { submissions: rows, totalCount, hasMore, unreadable } = answer.value;
    // A row that cannot be read may be a pending one: no set is exact with it.
    if (unreadable > 0) return { ok: false, reason: "unsteady" };
    const before = seen.size;
    for (const row of rows) {
      seen.add(row.id);
      if (row.status === status) submissions.set(row.id, row);
      else submissions.delete(row.id);
    }
    await turned();
    if (hasMore && seen.size === before) return { ok: false, reason: "unsteady" };
    if (hasMore) continue;
    return totalCount === null || seen.size === totalCount
      ? { ok: true, submissions, readStartedAt }
      : { ok: false, reason: "unsteady" };
  }
  return { ok: false, reason: "unsteady" };
}
