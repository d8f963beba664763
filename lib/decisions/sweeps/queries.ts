import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import {
  approveAllAnswerSchema,
  approveAllPreviewSchema,
  type campaignSettingsSchema,
  planSchema,
  sweepListSchema,
} from "@/lib/decisions/sweeps/schema";
import { api } from "@/lib/http/client";

/** Times at which the waiting decisions would be done move on although nothing happens. */
const REPLAN_MS = 60_000;

/** What the waiting decisions of a campaign will cost, one by one and with a sweep. */
export function planQuery(campaignId: string) {
  return queryOptions({
    queryKey: ["plan", campaignId],
    queryFn: ({ signal }) => api(`${campaignPath(campaignId)}/plan`, planSchema, { signal }),
    refetchInterval: REPLAN_MS,
  });
}

/** The bulk approvals of a campaign, newest first. */
export function sweepsQuery(campaignId: string) {
  return queryOptions({
    queryKey: ["sweeps", campaignId],
    queryFn: ({ signal }) => api(`${campaignPath(campaignId)}/sweeps`, sweepListSchema, { signal }),
  });
}

/** What "approve all pending" would do now, read fresh from RapidWorkers; `since` (ISO) is when the person last looked. */
export function approveAllPreviewQuery(campaignId: string, since: string) {
  return queryOptions({
    queryKey: ["approveAll", campaignId, since],
    queryFn: ({ signal }) =>
      api(
        `${campaignPath(campaignId)}/approve-all?${new URLSearchParams({ since })}`,
        approveAllPreviewSchema,
        {
          signal,
        },
      ),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
}

/** Approves all that is pending. @throws ApiError 409 with `pending` in its problem when that is another number by now. */
export function approveAll(
  campaignId: string,
  body: { idempotencyKey: string; expectedPending: number },
): Promise<z.infer<typeof approveAllAnswerSchema>> {
  return api(`${campaignPath(campaignId)}/approve-all`, approveAllAnswerSchema, { method: "POST", body });
}

/** Changes what a campaign allows. @throws ApiError */
export function changeCampaign(
  campaignId: string,
  settings: z.infer<typeof campaignSettingsSchema>,
): Promise<unknown> {
  return api(campaignPath(campaignId), z.unknown(), { method: "PATCH", body: settings });
}

const campaignPath = (id: string): string => `/api/campaigns/${encodeURIComponent(id)}`;
