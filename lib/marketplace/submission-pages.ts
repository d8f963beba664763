import type { z } from "zod";
import { call, followed } from "@/lib/marketplace/calls";
import { PageWalk } from "@/lib/marketplace/paging";
import { pathOf } from "@/lib/marketplace/path";
import { submissionsAnswer } from "@/lib/marketplace/schema";
import type { CallOptions, Transport } from "@/lib/marketplace/transport";
import type { SubmissionPage, SubmissionQuery } from "@/lib/marketplace/types";

/** The vendor's default, and the most it gives. */
const defaultRows = 1000;

type Answer = z.output<ReturnType<typeof submissionsAnswer>>;

/** One page of submissions and the vendor's link to the one behind it. @throws MarketplaceError */
export async function submissionPage(
  transport: Transport,
  campaignId: string,
  query: SubmissionQuery,
  options: CallOptions,
  path = submissionsPath(campaignId, query),
): Promise<{ page: SubmissionPage; next: string | null }> {
  const answer = await call(transport, "submissions", submissionsAnswer(campaignId), path, null, options);
  return { page: pageOf(answer, query), next: answer.next };
}

/** All pages from `query.page` on: by `next` where the vendor gives one, else by number. @throws MarketplaceError */
export async function* submissionPages(
  transport: Transport,
  campaignId: string,
  query: SubmissionQuery,
  options: CallOptions,
): AsyncGenerator<SubmissionPage, void, undefined> {
  const walk = new PageWalk("submissions");
  let number = query.page ?? 1;
  let path: string | null = submissionsPath(campaignId, query);
  while (path !== null) {
    const asked: SubmissionQuery = { ...query, page: number };
    const { page, next } = await submissionPage(transport, campaignId, asked, options, path);
    walk.turn(
      page.submissions.map((submission) => submission.id),
      page.hasMore,
    );
    yield page;
    number += 1;
    if (!page.hasMore) path = null;
    else if (next !== null) path = followed(transport, "submissions", next, path);
    else path = submissionsPath(campaignId, { ...query, page: number });
  }
}

function submissionsPath(campaignId: string, query: SubmissionQuery): string {
  const { status, search, page = 1, rowsPerPage = defaultRows, language } = query;
  return pathOf("submissions", { campaignId }, { status, search, page, rowsPerPage, language });
}

function pageOf({ count, next, results }: Answer, query: SubmissionQuery): SubmissionPage {
  const { submissions, unreadable, pagination } = results;
  const told = {
    totalCount: pagination?.totalCount ?? count,
    pageCount: pagination?.pageCount ?? null,
    currentPage: pagination?.currentPage ?? null,
    rowsPerPage: pagination?.rowsPerPage ?? null,
  };
  const rows = submissions.length + unreadable;
  return { submissions, unreadable, ...told, hasMore: next !== null || hasMore(told, rows, query) };
}

/** Whether pages follow, by the best that the answer tells: page numbers, else the total, else a page that is full. */
function hasMore(
  {
    totalCount,
    pageCount,
    currentPage,
    rowsPerPage,
  }: Omit<SubmissionPage, "submissions" | "unreadable" | "hasMore">,
  rows: number,
  query: SubmissionQuery,
): boolean {
  const page = currentPage ?? query.page ?? 1;
  const full = rowsPerPage ?? query.rowsPerPage ?? defaultRows;
  if (pageCount !== null) return page < pageCount;
  if (totalCount !== null) return (page - 1) * full + rows < totalCount;
  return rows >= full;
}
