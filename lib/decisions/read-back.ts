import { db, transaction } from "@/lib/db/client";
import { type Claimed, claimForReadBack, renewReadBack } from "@/lib/decisions/claim";
import { type OutcomeCode, readBackOutcome } from "@/lib/decisions/outcome";
import { postpone, settle } from "@/lib/decisions/settle";
import { env } from "@/lib/env";
import { callMarketplace } from "@/lib/gateway/call";
import { MarketplaceStatusError } from "@/lib/marketplace/errors";

const ROWS_PER_PAGE = 1000;
const SECOND = 1000;

type Found = "Pending" | "Approved" | "Rejected";
/** How a reading ended: with the list's end (or everything found), or why it broke off. */
type Reading = "read" | "not_sent" | "failed" | "gone";

/**
 * Claims up to `places` uncertain decisions of one campaign and begins to read them back; `started` is given the work,
 * which runs on. False when none is due.
 */
export async function startReadBack(
  places: number,
  started: (reading: Promise<void>) => void,
): Promise<boolean> {
  const rows = await claimForReadBack(places);
  const [first] = rows;
  if (first === undefined) return false;
  started(readBackCampaign(first.campaignId, rows));
  return true;
}

/**
 * Asks the vendor what became of each: by worker name (one request a worker) or by all pages, whichever costs less; what
 * the first way does not find is looked for the second way. What is not found at all stays uncertain.
 */
async function readBackCampaign(campaignId: string, rows: Claimed[]): Promise<void> {
  const names = await workerNames(campaignId, rows);
  const total = await db().submission.count({ where: { campaignId } });
  const pages = Math.max(1, Math.ceil(total / ROWS_PER_PAGE));
  const found = new Map<bigint, Found>();
  const searches = [...new Set(names.values())];
  let reading: Reading = "read";
  if (searches.length > 0 && searches.length < pages)
    for (const search of searches)
      if (reading === "read") reading = await readStatuses(campaignId, search, rows, found);
  if (reading === "read" && rows.some((row) => !found.has(row.submissionId)))
    reading = await readStatuses(campaignId, undefined, rows, found);
  for (const row of rows) {
    const status = found.get(row.submissionId);
    if (status !== undefined || reading === "read") await settleReadBack(row, status ?? "missing");
    else await transaction((tx) => postpone(tx, [row.id], unreadWaitMs(reading, row.sinceSentMs)));
  }
}

/**
 * How long after a reading that broke off the next one is made. Nothing was sent: soon, the gateway's doors do the
 * waiting. Else half the time since the request left, so that it grows: to 2 min while the vendor fails, to 15 min for a
 * list that it refuses to show, which may be for ever.
 */
function unreadWaitMs(reading: Exclude<Reading, "read">, sinceSentMs: number): number {
  if (reading === "not_sent") return 5 * SECOND;
  const most = reading === "gone" ? 900 * SECOND : 120 * SECOND;
  return Math.min(most, Math.max(5 * SECOND, sinceSentMs / 2));
}

async function settleReadBack(row: Claimed, found: Found | "missing"): Promise<void> {
  const outcome = readBackOutcome(
    found,
    {
      verdict: row.verdict,
      code: (row.errorCode ?? "answer_lost") as OutcomeCode,
      message: row.error,
      // As it was at the claim: "still pending" is as old as the reading, a request may have arrived since.
      sinceSentMs: row.sinceSentMs,
      readBacks: row.readBacks,
      attempts: row.attempts,
    },
    env().rapidworkersTimeoutMs,
  );
  await settle(row, outcome);
}

/** Fills `found` from the vendor's list, page by page, until every row is known or the list ends. */
async function readStatuses(
  campaignId: string,
  search: string | undefined,
  rows: readonly Claimed[],
  found: Map<bigint, Found>,
): Promise<Reading> {
  const ids = rows.map(({ id }) => id);
  let unreadable = 0;
  // The client walks the pages: it stops, as a failure, when they go round in circles or bring nothing new.
  const answer = await callMarketplace({ purpose: "decision" }, async (client) => {
    for await (const page of client.submissionPages(campaignId, { search, rowsPerPage: ROWS_PER_PAGE })) {
      unreadable += page.unreadable;
      const statuses = new Map(page.submissions.map(({ id, status }) => [id, status]));
      for (const row of rows) {
        const status = statuses.get(row.submissionId.toString());
        if (status !== undefined && status !== "Unknown") found.set(row.submissionId, status);
      }
      if (rows.every((row) => found.has(row.submissionId))) return;
      await renewReadBack(ids);
    }
  });
  // What stands among rows that cannot be read is not missing.
  if (answer.ok)
    return unreadable === 0 || rows.every((row) => found.has(row.submissionId)) ? "read" : "failed";
  if (answer.reason === "not_sent") return "not_sent";
  const refused = answer.error instanceof MarketplaceStatusError && [403, 404].includes(answer.error.status);
  return refused ? "gone" : "failed";
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
