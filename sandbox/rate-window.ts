import type { Settings } from "@/sandbox/settings";

/**
 * Counts requests against the vendor's limit. The reference names neither the kind of window nor the header, so both
 * are settings. Refused requests do not use up the limit, but are counted in `maxSeen`.
 */
export class RateWindow {
  /** The most requests (refused ones too) that any rolling window has held. */
  maxSeen = 0;
  /** The most granted requests that any rolling window has held. */
  maxServed = 0;
  readonly #seen = new SlidingLog();
  readonly #served = new SlidingLog();
  #fixed = { index: -1, count: 0 };

  /** Counts one request at `now` (ms). Answers whether it is granted, and if not in how many ms a place is free. */
  take(now: number, rule: Settings["rateLimit"]): { granted: true } | { granted: false; waitMs: number } {
    this.maxSeen = Math.max(this.maxSeen, this.#seen.countSince(now - rule.windowMs) + 1);
    this.#seen.add(now);
    const served = this.#served.countSince(now - rule.windowMs);
    const index = Math.floor(now / rule.windowMs);
    if (this.#fixed.index !== index) this.#fixed = { index, count: 0 };

    if (rule.window === "fixed") {
      if (this.#fixed.count >= rule.limit)
        return { granted: false, waitMs: (index + 1) * rule.windowMs - now };
    } else if (served >= rule.limit) {
      const oldest = this.#served.nthNewest(rule.limit) ?? now;
      return { granted: false, waitMs: oldest + rule.windowMs - now };
    }
    this.#served.add(now);
    this.#fixed.count += 1;
    this.maxServed = Math.max(this.maxServed, served + 1);
    return { granted: true };
  }

  /** Requests granted in the rolling window that ends at `now`. */
  servedInWindow(now: number, windowMs: number): number {
    return this.#served.countSince(now - windowMs);
  }
}

/** Times in ascending order, forgetting what has left the window. */
class SlidingLog {
  #times: number[] = [];
  #head = 0;

  add(time: number): void {
    this.#times.push(time);
  }

  countSince(start: number): number {
    while (this.#head < this.#times.length && (this.#times[this.#head] ?? 0) <= start) this.#head += 1;
    if (this.#head > 4096) {
      this.#times = this.#times.slice(this.#head);
      this.#head = 0;
    }
    return this.#times.length - this.#head;
  }

  nthNewest(n: number): number | undefined {
    return this.#times[this.#times.length - n];
  }
}
