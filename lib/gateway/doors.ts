import type { PauseReason } from "@/lib/gateway/schema";

/** Pauses that close the door to every call; `insufficient_funds` only holds back approvals (lib/decisions). */
export const DOORS = [
  "key_refused",
  "key_unreadable",
  "rate_limited",
  "vendor_down",
] as const satisfies readonly PauseReason[];
export type Door = (typeof DOORS)[number];

/** So many failures in a row, over all replicas, and the vendor counts as down. A fault now and then does not. */
export const STRIKES_UNTIL_DOWN = 5;

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** What an answer tells about how long to wait; `random` is from [0, 1). */
export type Strike = {
  now: Date;
  retryAfterSeconds?: number | null;
  /** When the oldest place of an hour leaves it that is full by our own record; null when it is not full. */
  fullUntil?: Date | null;
  random?: () => number;
};

/**
 * Until when a door stays closed after its `strikes`th strike (from 1); null: counted, not closed yet (design, "Budget").
 * 429: `Retry-After`, 1 s to 1 h; or, if the hour is full, until its oldest call leaves it; else 30 s doubling to 15 min
 * with full jitter. A key that is refused, or does not open, is tried again after 1 min doubling to 15 min. A vendor that is down after 2 s doubling
 * to 1 min.
 */
export function closedUntil(
  door: Door,
  strikes: number,
  { now, retryAfterSeconds, fullUntil, random = Math.random }: Strike,
): Date | null {
  const after = (ms: number) => new Date(now.getTime() + ms);
  switch (door) {
    case "rate_limited": {
      if (retryAfterSeconds != null) return after(Math.min(3600, Math.max(1, retryAfterSeconds)) * SECOND);
      if (fullUntil != null && fullUntil > now) return fullUntil;
      return after(Math.max(SECOND, random() * doubling(30 * SECOND, 15 * MINUTE, strikes - 1)));
    }
    case "key_refused":
    case "key_unreadable":
      return after(doubling(MINUTE, 15 * MINUTE, strikes - 1));
    case "vendor_down":
      return strikes < STRIKES_UNTIL_DOWN
        ? null
        : after(doubling(2 * SECOND, MINUTE, strikes - STRIKES_UNTIL_DOWN));
  }
}

const doubling = (first: number, most: number, nth: number) => Math.min(most, first * 2 ** Math.min(nth, 20));
