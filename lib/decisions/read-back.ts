import { db, transaction } from "@/lib/db/client";
import { type Claimed, claimForReadBack } from "@/lib/decisions/claim";
import { type OutcomeCode, readBackOutcome } from "@/lib/decisions/outcome";
import { postpone, settle } from "@/lib/decisions/settle";
import { env } from "@/lib/env";
import { callMarketplace } from "@/lib/gateway/call";

const ROWS_PER_PAGE = 1000;
const RETRY_MS = 5_000;

type Found = "Pending" | "Approved" | "Rejected";

/** Reads back up to `places` uncertain decisions, campaign by campaign. Returns how many were looked at. */
export async function readBackDue(places: number): Promise<number> {
  const rows = await claimForReadBack(places);
  for (const campaignId of new Set(rows.map((row) => row.campaignId)))
    await readBackCampaign(
      campaignId,
      rows.filter((row) => row.campaignId === campaignId),
    );
  return rows.length;
}

/**
 * Asks the vendor what became of each: by worker name (one request a worker) or by all pages, whichever costs less; what
 * the first way does not find is looked for the second way. What is not found at all stays uncertain.
 */
async function readBackCampaign(campaignId: string, rows: Claimed[]): Promise<void> {
  // "Still pending" is as old as the reading: a request may have arrived while the later pages were read.
  const askedAt = Date.now();
  const names = await workerNames(campaignId, rows);
  const total = await db().submission.count({ where: { campaignId } });
  const pages = Math.max(1, Math.ceil(total / ROWS_PER_PAGE));
  const found = new Map<bigint, Found>();
  const searches = [...new Set(names.values())];
  let read = true;
  if (searches.length > 0 && searches.length < pages)
    for (const search of searches) read = read && (await readStatuses(campaignId, search, rows, found));
  if (read && rows.some((row) => !found.has(row.submissionId)))
    read = await readStatuses(campaignId, undefined, rows, found);
  const unread: string[] = [];
  for (const row of rows) {
    const status = found.get(row.submissionId);
    if (status === undefined && !read) unread.push(row.id);
    else await settleReadBack(row, status ?? "missing", askedAt);
  }
  if (unread.length > 0) await transaction((tx) => postpone(tx, unread, RETRY_MS));
}

async function settleReadBack(row: Claimed, found: Found | "missing", askedAt: number): Promise<void> {
  const outcome = readBackOutcome(
    found,
    {
      verdict: row.verdict,
      code: (row.errorCode ?? "answer_lost") as OutcomeCode,
      message: row.error,
      sinceSentMs: askedAt - row.sentAt.getTime(),
      readBacks: row.readBacks,
    },
    env().rapidworkersTimeoutMs,
  );
  await settle(row, outcome);
}

/** Fills `found` from the vendor's list until every row is known; false when the list could not be read to its end. */
async function readStatuses(
  campaignId: string,
  search: string | undefined,
  rows: readonly Claimed[],
  found: Map<bigint, Found>,
): Promise<boolean> {
  for (let page = 1; ; page++) {
    const answer = await callMarketplace({ purpose: "decision" }, (client) =>
      client.listSubmissionsPage(campaignId, { search, page, rowsPerPage: ROWS_PER_PAGE }),
    );
    if (!answer.ok) return false;
    const statuses = new Map(answer.value.submissions.map(({ id, status }) => [id, status]));
    for (const row of rows) {
      const status = statuses.get(row.submissionId.toString());
      if (status !== undefined && status !== "Unknown") found.set(row.submissionId, status);
    }
    if (!answer.value.hasMore || rows.every((row) => found.has(row.submissionId))) return true;
  }
}

async function workerNames(campaignId: string, rows: readonly Claimed[]): Promise<Map<bigint, string>> {
  const submissions = await db().submission.findMany({
    where: { campaignId, id: { in: rows.map(({ submissionId }) => submissionId) } },
    select: { id: true, worker: { select: { name: true } } },
  });
  return new Map(
    submissions.filter(({ worker }) => worker.name !== "").map(({ id, worker }) => [id, worker.name]),
  );
}
