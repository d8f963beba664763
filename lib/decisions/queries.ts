import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import {
  type DecideItem,
  type DecideOutcome,
  type Decision,
  decideAnswerSchema,
  decisionPageSchema,
  decisionSchema,
} from "@/lib/decisions/schema";
import { ApiError, api, UnreachableError } from "@/lib/http/client";
import { type Submission, type SubmissionStatus, submissionPageSchema } from "@/lib/mirror/schema";

/** A page of submissions with the time (ms) at which it was asked for: what happened later it cannot know. */
export type AskedPage = { items: Submission[]; nextCursor: string | null; askedAt: number };

/** The person's own newest rows of the ledger, however much others decide meanwhile. */
export const ownDecisionsQuery = queryOptions({
  queryKey: ["decisions", { mine: true, limit: 100 }],
  queryFn: ({ signal }) => api("/api/decisions?mine=true&limit=100", decisionPageSchema, { signal }),
});

/** The newest rows of the ledger in one campaign, whoever made them: who was first with what just went. */
export function newestDecisionsQuery(campaignId: string) {
  return queryOptions({
    queryKey: ["decisions", { campaignId, limit: 100 }],
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({ campaignId, limit: "100" });
      return api(`/api/decisions?${query}`, decisionPageSchema, { signal });
    },
  });
}

/** The first submissions that wait for a decision, of one campaign or (`null`) of all. */
export function undecidedQuery(campaignId: string | null) {
  return queryOptions({
    queryKey: ["submissions", campaignId ?? "all", "review"],
    queryFn: ({ signal }) => fetchUndecided(campaignId, { signal }),
  });
}

/** A page of what waits for a decision: from `cursor` on, `limit` at most (50 unless told). */
export async function fetchUndecided(
  campaignId: string | null,
  { cursor, limit = 50, signal }: { cursor?: string; limit?: number; signal?: AbortSignal },
): Promise<AskedPage> {
  const askedAt = Date.now();
  const query = new URLSearchParams({ undecided: "true", limit: String(limit) });
  if (cursor !== undefined) query.set("cursor", cursor);
  const page = await api(`${submissionsPath(campaignId)}?${query}`, submissionPageSchema, { signal });
  return { ...page, askedAt };
}

/** The submissions of a campaign that fit `filter`, a hundred at a time. */
export function submissionListQuery(
  campaignId: string,
  filter: { status?: SubmissionStatus; search?: string },
) {
  return infiniteQueryOptions({
    queryKey: ["submissions", campaignId, "list", filter],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ ...filter, limit: "100" });
      if (pageParam !== null) query.set("cursor", pageParam);
      return api(`${submissionsPath(campaignId)}?${query}`, submissionPageSchema, { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** Has the desk read a campaign again now. @throws ApiError with the reason when that cannot be (budget, pause). */
export function refreshCampaign(id: string): Promise<unknown> {
  return api(`/api/campaigns/${encodeURIComponent(id)}/refresh`, z.unknown(), { method: "POST", body: {} });
}

/** The address of the submissions of one campaign or (`null`) of all. */
function submissionsPath(campaignId: string | null): string {
  return campaignId === null
    ? "/api/submissions"
    : `/api/campaigns/${encodeURIComponent(campaignId)}/submissions`;
}

/**
 * Puts one decision into the ledger. The same key again answers the first outcome.
 * @throws ApiError, UnreachableError: then it is not known to be recorded, and may be sent again with the same key.
 */
export async function sendDecision(idempotencyKey: string, item: DecideItem): Promise<DecideOutcome> {
  const body = { idempotencyKey, items: [item] };
  const [outcome] = await answered(() => api("/api/decisions", decideAnswerSchema, { method: "POST", body }));
  if (outcome === undefined) throw new UnreachableError("The desk's answer names no decision.");
  return outcome;
}

/** Takes a decision back. @throws ApiError (409) when it is already sent. */
export function undoDecision(id: string): Promise<Decision> {
  return api(`/api/decisions/${id}/undo`, decisionSchema, { method: "POST", body: {} });
}

/** Why an image address of the desk gives no image; null when it cannot be told. */
export async function imageTrouble(address: string): Promise<ApiError | null> {
  try {
    await api(address, z.never());
  } catch (err) {
    if (err instanceof ApiError) return err;
    if (err instanceof UnreachableError) return null;
    throw err;
  }
  return null;
}

/** The items of an answer; a 409 problem may carry them as well (contract: "409 items name who decided first"). */
async function answered(call: () => Promise<{ items: DecideOutcome[] }>): Promise<readonly DecideOutcome[]> {
  try {
    return (await call()).items;
  } catch (err) {
    const carried = err instanceof ApiError ? decideAnswerSchema.safeParse(err.problem) : undefined;
    if (carried?.success === true) return carried.data.items;
    throw err;
  }
}
