import { queryOptions } from "@tanstack/react-query";
import { type ClaimAnswer, claimAnswerSchema } from "@/lib/decisions/claims/schema";
import { api } from "@/lib/http/client";

/** What is asked for: how many in all, and which of them this tab has already. */
export type ClaimWish = { limit: number; keep: { campaignId: string; submissionId: number }[] };

/** An answer with the time (ms) at which it was asked for: what happened later it cannot know. */
export type AskedClaims = ClaimAnswer & { askedAt: number };

/** Often enough that one is not taken for gone after the minute that presence lasts; a lease lasts five. */
const REFRESH_MS = 45_000;
/** Nobody tells when others give theirs back, so whoever has nothing to do asks more often. */
const REFRESH_IDLE_MS = 10_000;

/** The submissions that are leased to this person, of one campaign or (`null`) of all. */
export function claimsQuery(campaignId: string | null, ask: () => Promise<AskedClaims>) {
  return queryOptions({
    queryKey: ["submissions", campaignId ?? "all", "claims"],
    queryFn: ask,
    refetchInterval: ({ state: { data } }) =>
      data !== undefined && data.items.length === 0 && data.heldByOthers > 0 ? REFRESH_IDLE_MS : REFRESH_MS,
    // Whoever looks at another window for a while still holds what is on screen here.
    refetchIntervalInBackground: true,
    gcTime: 0,
  });
}

/** Asks for the next submissions, of one campaign or (`null`) of all. @throws ApiError, UnreachableError */
export async function sendClaim(campaignId: string | null, wish: ClaimWish): Promise<AskedClaims> {
  const askedAt = Date.now();
  const body = { ...wish, ...(campaignId === null ? {} : { campaignId }) };
  const answer = await api("/api/review/claim", claimAnswerSchema, { method: "POST", body });
  return { ...answer, askedAt };
}

/**
 * Gives all claims of this person back. A beacon, for it must leave also while the page goes away; the desk takes
 * changes only as JSON. Nothing hangs on its arrival: claims end by themselves.
 */
export function releaseClaims(): void {
  navigator.sendBeacon("/api/review/release", new Blob(["{}"], { type: "application/json" }));
}
