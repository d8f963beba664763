import { transaction } from "@/lib/db/client";
import { env } from "@/lib/env";
import { callMarketplace } from "@/lib/gateway/call";
import type { PauseInfo } from "@/lib/gateway/schema";
import { log } from "@/lib/log";
import {
  type MarketplaceError,
  MarketplaceStatusError,
  MarketplaceTransportError,
} from "@/lib/marketplace/errors";
import type { SubmissionPage } from "@/lib/marketplace/types";
import { applySubmissions } from "@/lib/mirror/apply-submissions";
import { chargePage } from "@/lib/mirror/due";
import { PAGE_ROWS } from "@/lib/mirror/read-policy";
import { endPass } from "@/lib/mirror/sync-end";
import { type ClaimedRun, claimRun, failRun, releaseRun, stillOurs, turnPage } from "@/lib/mirror/sync-run";
import { emit } from "@/lib/runtime/emit";
import { replicaId } from "@/lib/runtime/replica";

const APPLY_MS = 30_000;
/** When to look again at a pause that has no end of its own. */
const LOOK_AGAIN_MS = 30_000;

/** `idle`: no run is due. `waiting`: the door is closed. `failed`: the run is put off. */
type PageOutcome =
  | { done: "page" | "run" | "failed" | "lost"; campaignId: string }
  | { done: "idle" }
  | { done: "waiting"; pause: PauseInfo };

/**
 * Reads one page of the most urgent run (or of `campaignId`'s) and writes it. Where the process may die: before the
 * answer is written, the lease runs out and the page is read again (writing a page twice changes nothing); rows, progress
 * and events are one transaction, so the run goes on at exactly the page that is not in.
 */
export async function syncNextPage(signal?: AbortSignal, campaignId?: string): Promise<PageOutcome> {
  const owner = replicaId();
  // Waiting for a place among the reads counts as well: a lane has few.
  const run = await claimRun(owner, 4 * env().rapidworkersTimeoutMs + APPLY_MS, campaignId);
  if (run === undefined) return { done: "idle" };
  // Never joined with a read that is in flight: that one began earlier than `readStartedAt` says.
  const answer = await callMarketplace(
    run.askedById === null
      ? { purpose: "background", signal }
      : { purpose: "person", actorId: run.askedById, signal },
    (client) =>
      client.listSubmissionsPage(run.campaignId, {
        ...(run.scope === "" ? {} : { status: run.scope }),
        page: run.nextPage,
        rowsPerPage: PAGE_ROWS,
      }),
  );
  if (run.askedById === null && !run.first && (answer.ok || answer.reason === "failed")) await chargePage();
  if (answer.ok) return applyPage(run, owner, answer.value);
  if (answer.reason === "not_sent") {
    const { pause } = answer;
    const at = pause.until === null ? new Date(Date.now() + LOOK_AGAIN_MS) : new Date(pause.until);
    await releaseRun(run, owner, pause.reason, at);
    return { done: "waiting", pause };
  }
  if (run.nextPage > 1 && isStatus(answer.error, 404)) return applyPage(run, owner, LIST_ENDED);
  if (answer.error instanceof MarketplaceTransportError && answer.error.reason === "aborted") {
    await releaseRun(run, owner, null, run.readStartedAt);
    return { done: "failed", campaignId: run.campaignId };
  }
  log().warn(
    { err: answer.error, campaignId: run.campaignId, page: run.nextPage },
    "a page could not be read",
  );
  await failRun(run, owner, errorCode(answer.error));
  return { done: "failed", campaignId: run.campaignId };
}

/** Some servers answer 404 to the page after the last, which stands empty once others have decided. */
const LIST_ENDED: SubmissionPage = {
  submissions: [],
  unreadable: 0,
  totalCount: null,
  pageCount: null,
  currentPage: null,
  rowsPerPage: null,
  hasMore: false,
};

async function applyPage(run: ClaimedRun, owner: string, page: SubmissionPage): Promise<PageOutcome> {
  const { campaignId, runId, readStartedAt } = run;
  return transaction(async (tx) => {
    if (!(await stillOurs(tx, run, owner))) return { done: "lost", campaignId };
    const { fresh, changedIds } = await applySubmissions(tx, {
      campaignId,
      runId,
      readStartedAt,
      submissions: page.submissions,
    });
    const { pageCount, unreadable } = page;
    // They count as read: nobody can say which they are, and another pass would find them no better.
    if (unreadable > 0) log().warn({ campaignId, unreadable }, "some submissions cannot be read");
    const readCount = run.readCount + fresh + unreadable;
    const totalCount = page.totalCount ?? run.totalCount;
    // A page that brings nothing new ends the pass even if the vendor promises more: it may lead in circles.
    const more = page.hasMore && fresh > 0;
    if (more) await turnPage(tx, run, { readCount, totalCount, pageCount });
    const { done } = more ? { done: false } : await endPass(tx, run, { readCount, totalCount });
    await emit(tx, [
      { type: "sync", campaignId, read: readCount, total: totalCount, done },
      ...(changedIds.length > 0 && !done ? [{ type: "campaign" as const, ids: [campaignId] }] : []),
    ]);
    return { done: done ? "run" : "page", campaignId };
  });
}

const isStatus = (error: MarketplaceError, status: number) =>
  error instanceof MarketplaceStatusError && error.status === status;

/** The stable word for a failure, as the campaign's `sync.error` shows it. */
function errorCode(error: MarketplaceError): string {
  if (error instanceof MarketplaceStatusError) return `status_${error.status}`;
  if (error instanceof MarketplaceTransportError) return error.reason === "timeout" ? "timeout" : "no_answer";
  return "unreadable_answer";
}
