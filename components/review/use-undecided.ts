"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { type ReviewSession, type SessionEvent, upcomingOf } from "@/components/review/session";
import type { Store } from "@/components/review/store";
import { type AskedPage, fetchUndecided, undecidedQuery } from "@/lib/decisions/queries";
import { ApiError, UnreachableError } from "@/lib/http/client";

/** So many must be left ahead; with fewer the next page is asked for. */
const AHEAD = 10;

/**
 * Feeds the session of somebody who only looks: the first page whenever it is read anew (live events ask for that), and later pages before the
 * queue runs out. What was read before this review began is old and not used.
 */
export function useUndecided(
  campaignId: string | null,
  store: Store<ReviewSession, SessionEvent>,
  session: ReviewSession,
  enabled: boolean,
): { error: Error | null; read: boolean } {
  const [since] = useState(() => Date.now());
  const { data, error } = useQuery({ ...undecidedQuery(campaignId), enabled });
  const fresh = data !== undefined && data.askedAt >= since ? data : undefined;
  /** How far later pages were read: null at the end, which a newer first page may have moved. */
  const tail = useRef<{ cursor: string | null | undefined; head: AskedPage | undefined; busy: boolean }>({
    cursor: undefined,
    head: undefined,
    busy: false,
  });

  useEffect(() => {
    if (fresh === undefined) return;
    store.dispatch({
      type: "listed",
      items: fresh.items,
      askedAt: fresh.askedAt,
      hasMore: fresh.nextCursor !== null,
    });
  }, [fresh, store]);

  const ahead = upcomingOf(session, AHEAD).length;
  useEffect(() => {
    const { cursor: reached, head, busy } = tail.current;
    const begin = reached === undefined || (reached === null && head !== fresh);
    const cursor = begin ? (fresh?.nextCursor ?? null) : reached;
    if (ahead >= AHEAD || busy || cursor === null) return;
    tail.current.busy = true;
    const load = async () => {
      try {
        const page = await fetchUndecided(campaignId, { cursor });
        tail.current = { ...tail.current, cursor: page.nextCursor, head: fresh };
        store.dispatch({ type: "arrived", items: page.items, askedAt: page.askedAt });
      } catch (err) {
        // The first page is read again all the time and shows the same trouble; the cursor is tried again with it.
        if (!(err instanceof ApiError || err instanceof UnreachableError)) throw err;
      } finally {
        tail.current.busy = false;
      }
    };
    void load();
  }, [ahead, fresh, campaignId, store]);

  return { error, read: fresh !== undefined };
}
