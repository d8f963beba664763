import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import {
  type Batch,
  type BatchAction,
  type BulkFilter,
  type BulkRequest,
  batchActionAnswerSchema,
  batchFailuresSchema,
  batchPageSchema,
  batchSchema,
  countSchema,
  type ImportAnswer,
  importAnswerSchema,
} from "@/lib/decisions/bulk/schema";
import { type DecideAnswer, type DecideItem, decideAnswerSchema } from "@/lib/decisions/schema";
import { ApiError, api } from "@/lib/http/client";

/** Live events bring changes at once; this covers a broken stream while a bulk action runs. */
const REREAD_MS = 10_000;
const OPEN_MOST = 50;
const NEWEST = 20;

/** Bulk actions that are not settled yet, everybody's, newest first. */
export const openBatchesQuery = queryOptions({
  queryKey: ["batches", { open: true }],
  queryFn: async ({ signal }): Promise<Batch[]> =>
    (await api(`/api/batches?open=true&limit=${OPEN_MOST}`, batchPageSchema, { signal })).items,
  refetchInterval: ({ state }) => ((state.data ?? []).length > 0 ? REREAD_MS : false),
});

/** The newest bulk actions, settled or not: those just finished leave the open ones, and their failures wait for an eye. */
export const newestBatchesQuery = queryOptions({
  queryKey: ["batches", { limit: NEWEST }],
  queryFn: async ({ signal }): Promise<Batch[]> =>
    (await api(`/api/batches?limit=${NEWEST}`, batchPageSchema, { signal })).items,
});

/** What of a bulk action is refused, in conflict or uncertain, a hundred at a time. */
export function batchFailuresQuery(id: string) {
  return infiniteQueryOptions({
    queryKey: ["batches", id, "failures"],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({
        limit: "100",
        ...(pageParam === null ? {} : { cursor: pageParam }),
      });
      return api(`/api/batches/${id}/failures?${query}`, batchFailuresSchema, { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** Where the report of a bulk action, a row per decision, is downloaded. */
export const reportAddress = (id: string): string => `/api/batches/${id}/report.csv`;

/** Changes a bulk action; answers how many decisions that concerned, and the action afterwards (of a retry: the new one). */
export function actOnBatch(id: string, action: BatchAction): Promise<{ changed: number; batch: Batch }> {
  return api(`/api/batches/${id}/actions`, batchActionAnswerSchema, { method: "POST", body: { action } });
}

/**
 * Decides what was picked by hand, all with one key. Each item's outcome stands in the answer, also when none was taken.
 * @throws ApiError, UnreachableError: then it may be sent again with the same key.
 */
export async function decideSelected(idempotencyKey: string, items: DecideItem[]): Promise<DecideAnswer> {
  try {
    return await api("/api/decisions", decideAnswerSchema, {
      method: "POST",
      body: { idempotencyKey, items },
    });
  } catch (err) {
    // Nothing was taken: the problem carries each item's reason (contract, "409 items name who decided first").
    const carried = err instanceof ApiError ? decideAnswerSchema.safeParse(err.problem) : undefined;
    if (carried?.success === true) return carried.data;
    throw err;
  }
}

/** Decides everything that a filter finds. @throws ApiError 409 `count_changed` with the new `count` in its problem. */
export function decideFiltered(body: BulkRequest): Promise<Batch> {
  return api("/api/decisions/bulk", batchSchema, { method: "POST", body });
}

/** A decided spreadsheet: what each of its rows would do (`dryRun`), or doing it. */
export function importDecisions(
  campaignId: string,
  body: { idempotencyKey: string; csv: string; dryRun: boolean },
): Promise<ImportAnswer> {
  return api(`${campaignPath(campaignId)}/import`, importAnswerSchema, { method: "POST", body });
}

/** Where the pending submissions are downloaded as a spreadsheet to decide in. */
export const exportAddress = (campaignId: string): string =>
  `${campaignPath(campaignId)}/export?status=Pending`;

/** How many undecided submissions a filter finds: what the person confirms. */
export function undecidedCountQuery(filter: BulkFilter) {
  return queryOptions({
    queryKey: ["submissions", filter.campaignId ?? "all", "count", filter],
    queryFn: async ({ signal }): Promise<number> => {
      const { count } = await api(`/api/decisions/bulk?${new URLSearchParams(filter)}`, countSchema, {
        signal,
      });
      return count;
    },
  });
}

const campaignPath = (id: string): string => `/api/campaigns/${encodeURIComponent(id)}`;
