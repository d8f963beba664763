"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { type ReviewSession, type SessionEvent, upcomingOf } from "@/components/review/session";
import { singleFlight } from "@/components/review/single-flight";
import type { Store } from "@/components/review/store";
import { type ClaimWish, claimsQuery, releaseClaims, sendClaim } from "@/lib/decisions/claims/queries";
import type { ClaimAnswer } from "@/lib/decisions/claims/schema";

/** So many are asked for ahead; with fewer than `LOW` left, more. */
const AHEAD = 20;
const LOW = 10;
/** The most that our API leases, and that it takes as kept (lib/decisions/claims/schema.ts). */
const LIMIT_MOST = 100;
const KEEP_MOST = 200;

/** Who else is here, and what waits without being offered here; null until the desk told. */
export type Company = Pick<ClaimAnswer, "others" | "heldByOthers" | "undecided"> | null;

/**
 * Feeds the session of somebody who decides: what the desk leases to them, asked for again by live events, before the
 * lease ends and before the queue runs out. Leaving gives everything back, for others to be shown.
 */
export function useClaims(
  campaignId: string | null,
  store: Store<ReviewSession, SessionEvent>,
  session: ReviewSession,
  enabled: boolean,
): { error: Error | null; read: boolean; company: Company } {
  const [since] = useState(() => Date.now());
  // Claims that overtake each other on the way would give back what the later one kept.
  const [ask] = useState(() => singleFlight(() => sendClaim(campaignId, wishOf(store.read()))));
  const { data, error, refetch } = useQuery({ ...claimsQuery(campaignId, ask), enabled });
  const fresh = data !== undefined && data.askedAt >= since ? data : undefined;

  useEffect(() => {
    if (fresh !== undefined) store.dispatch({ type: "claimed", items: fresh.items, askedAt: fresh.askedAt });
  }, [fresh, store]);

  const ahead = upcomingOf(session, LOW).length;
  const more = fresh !== undefined && fresh.undecided - fresh.heldByOthers > fresh.items.length;
  useEffect(() => {
    if (ahead < LOW && more) void refetch({ cancelRefetch: false });
  }, [ahead, more, refetch]);

  useEffect(() => (enabled ? releaseOnLeaving(() => void refetch()) : undefined), [enabled, refetch]);
  return { error, read: fresh !== undefined, company: fresh ?? null };
}

function wishOf(session: ReviewSession): ClaimWish {
  const { queue, current } = session;
  const passed = queue.findIndex(({ campaignId, id }) => `${campaignId}/${id}` === current);
  return {
    limit: Math.min(LIMIT_MOST, Math.max(0, passed) + 1 + AHEAD),
    keep: queue.slice(0, KEEP_MOST).map((item) => ({ campaignId: item.campaignId, submissionId: item.id })),
  };
}

let leaving: ReturnType<typeof setTimeout> | undefined;

/** Gives the claims back when the page goes away or another one comes; `onReturn` when the browser brings it back. */
function releaseOnLeaving(onReturn: () => void): () => void {
  // The same review mounted again at once has not left.
  clearTimeout(leaving);
  const onShow = (event: PageTransitionEvent) => event.persisted && onReturn();
  window.addEventListener("pagehide", releaseClaims);
  window.addEventListener("pageshow", onShow);
  return () => {
    window.removeEventListener("pagehide", releaseClaims);
    window.removeEventListener("pageshow", onShow);
    leaving = setTimeout(releaseClaims);
  };
}
