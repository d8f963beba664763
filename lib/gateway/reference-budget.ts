import type { CallEnd } from "@/lib/gateway/budget";
import type { Purpose } from "@/lib/gateway/purpose";

/** A call in the reference's log; times in seconds since its beginning. `end` null: it runs, or its process died. */
export type LoggedCall = { start: number; end: number | null; countedUntil: number };

type Mark = { door: string; since: number; until: number | null; strikes: number };
export type Refusal = { reason: string; until: number };

const HOUR = 3_600;
const SHARES: Record<Purpose, number> = { decision: 1, order: 1, person: 0.85, background: 0.6 };

/**
 * The budget as one reads it in the design, in memory and for one caller: what the database's must agree with, step by
 * step (budget.model.test.ts). `order` tells moments within a second apart.
 */
export class ReferenceBudget {
  now = 0;
  #order = 0;
  readonly log: LoggedCall[] = [];
  readonly #reserved: number[] = [];
  readonly #marks = new Map<string, Mark>();

  constructor(
    readonly limit: number,
    readonly timeout: number,
  ) {}

  /** Takes a place: the call's number in the log, or why there is none and until when. */
  reserve(purpose: Purpose): number | Refusal {
    const closed = [...this.#marks.values()].filter(({ until }) => until !== null && until > this.now);
    const last = closed.toSorted((a, b) => (b.until ?? 0) - (a.until ?? 0))[0];
    if (last !== undefined) return { reason: last.door, until: last.until ?? 0 };
    const places = this.counted();
    const allowed = Math.floor(this.limit * SHARES[purpose] + 1e-9);
    if (places.length >= allowed)
      return { reason: "budget_full", until: places[places.length - allowed]?.countedUntil ?? 0 };
    for (const mark of this.#marks.values())
      if (mark.until !== null) mark.until = this.now + this.timeout + 1;
    this.#reserved.push(++this.#order);
    return this.log.push({ start: this.now, end: null, countedUntil: this.now + this.timeout + HOUR }) - 1;
  }

  /** Ends a call that runs. A 429 brings its `Retry-After` here: the jitter without one is tested by itself. */
  end(number: number, { says, retryAfterSeconds }: Pick<CallEnd, "says" | "retryAfterSeconds">): void {
    const call = this.log[number];
    const reserved = this.#reserved[number];
    if (call === undefined || reserved === undefined) throw new Error(`no call ${number}`);
    call.end = this.now;
    call.countedUntil = this.now + HOUR;
    this.#order++;
    if (says === "neutral") return;
    if (says === "usable") {
      for (const mark of this.#marks.values()) if (mark.since < reserved) this.#marks.delete(mark.door);
      return;
    }
    this.#strike(says, reserved, retryAfterSeconds ?? 0);
  }

  #strike(door: Exclude<CallEnd["says"], "usable" | "neutral">, reserved: number, retryAfter: number): void {
    const known = this.#marks.get(door);
    if (known !== undefined && known.until !== null && reserved < known.since) return;
    const strikes = (known?.strikes ?? 0) + 1;
    const wait = {
      rate_limited: retryAfter,
      key_refused: Math.min(900, 60 * 2 ** (strikes - 1)),
      vendor_down: strikes < 5 ? null : Math.min(60, 2 * 2 ** (strikes - 5)),
    }[door];
    const closesNow = wait !== null && (known?.until ?? null) === null;
    this.#marks.set(door, {
      door,
      strikes,
      since: known === undefined || closesNow ? this.#order : known.since,
      until: wait === null ? null : this.now + wait,
    });
  }

  /** The places in use, the one that comes free first at the front. */
  counted(): LoggedCall[] {
    return this.log
      .filter(({ countedUntil }) => countedUntil > this.now)
      .toSorted((a, b) => a.countedUntil - b.countedUntil);
  }

  /** Doors and strikes, to be compared with the table `pause`. */
  marks(): { reason: string; strikes: number; until: number | null }[] {
    return [...this.#marks.values()]
      .map(({ door, strikes, until }) => ({ reason: door, strikes, until }))
      .toSorted((a, b) => a.reason.localeCompare(b.reason));
  }
}

/** The most calls that any hour holds, each counted at the moment that `at` names; one that has none is not counted. */
export function busiestHour(log: readonly LoggedCall[], at: (call: LoggedCall) => number | null): number {
  const moments = log.flatMap((call) => at(call) ?? []).toSorted((a, b) => a - b);
  let first = 0;
  return moments.reduce((most, moment, index) => {
    while ((moments[first] ?? moment) <= moment - HOUR) first++;
    return Math.max(most, index - first + 1);
  }, 0);
}
