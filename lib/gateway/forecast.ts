import { placesFor } from "@/lib/gateway/purpose";

/** What is known of the hour now. Times of day as dates, paces in calls a minute. */
export type Spending = {
  now: Date;
  limit: number;
  /** When the places in use come free, in any grouping. */
  frees: readonly { at: Date; places: number }[];
  /** What was spent lately: on decisions (and orders), which may use the whole hour, and on reads, which may not. */
  pace: { decisions: number; others: number };
  /** How long a call for a decision takes; null when none was made lately. */
  callMs: number | null;
  /** Decisions on their way, each of which costs a request. */
  waiting: number;
  /** Nothing is sent before; null: nobody knows when calls go on. */
  goesOnAt: Date | null;
};

export type Forecast = {
  /** When the hour will be full at this pace; null when it will not be, or already is. */
  fullAt: Date | null;
  /** When the last decision that waits now will have been sent; null when none waits, or nobody knows. */
  queueDoneAt: Date | null;
};

const MINUTE_MS = 60_000;
const HOUR = 60;
/** Beyond two weeks a forecast is no help. */
const LONGEST = 14 * 24 * HOUR;
/** Calls for decisions at the same time, in one process (lib/gateway/call.ts). */
export const SENDS_AT_ONCE = 6;
const CALL_MS = 1_000;

/**
 * Plays the coming minutes: places come free, reads go on at their pace as far as their share reaches, what waits is
 * sent before what is decided meanwhile, and every call occupies its place for an hour. An estimate: a sweep will need
 * fewer requests, and people do not keep a pace.
 */
export function forecast(spending: Spending): Forecast {
  const { now, limit, pace, waiting, goesOnAt } = spending;
  const nothing = { fullAt: null, queueDoneAt: null };
  if (goesOnAt === null) return nothing;
  const frees = freesByMinute(spending);
  const sendsAMinute = (SENDS_AT_ONCE * MINUTE_MS) / Math.max(1, spending.callMs ?? CALL_MS);
  const begins = (goesOnAt.getTime() - now.getTime()) / MINUTE_MS;
  const at = (minute: number) => new Date(now.getTime() + minute * MINUTE_MS);

  let used = spending.frees.reduce((total, { places }) => total + places, 0);
  let queue = waiting;
  let decided = 0;
  const found: Forecast = { ...nothing };
  let mayFill = used < limit;
  for (let minute = 0; minute < LONGEST && (mayFill || queue > 0); minute++) {
    used -= frees.get(minute) ?? 0;
    const part = Math.min(1, Math.max(0, minute + 1 - begins));
    const from = minute + 1 - part;
    const reads = Math.min(pace.others * part, Math.max(0, placesFor("person", limit) - used));
    decided += pace.decisions;
    const wanted = Math.min(queue + decided, sendsAMinute * part);
    const sent = Math.min(wanted, Math.max(0, limit - used - reads));
    if (mayFill && part > 0 && reads + wanted > 0 && reads + wanted >= limit - used) {
      found.fullAt = at(from + (part * Math.max(0, limit - used)) / (reads + wanted));
      mayFill = false;
    }
    if (queue > 0 && sent >= queue) found.queueDoneAt = at(from + queue / sendsAMinute);
    const ofQueue = Math.min(queue, sent);
    queue -= ofQueue;
    decided -= sent - ofQueue;
    used += reads + sent;
    const back = minute + 1 + HOUR;
    frees.set(back, (frees.get(back) ?? 0) + reads + sent);
    // After two hours at the same pace nothing new happens: every place that comes free is one spent an hour before.
    if (minute > begins + 2 * HOUR) mayFill = false;
  }
  return found;
}

/** How many places come free before each minute from now. */
function freesByMinute({ now, frees }: Spending): Map<number, number> {
  const minutes = new Map<number, number>();
  for (const { at, places } of frees) {
    const minute = Math.max(0, Math.ceil((at.getTime() - now.getTime()) / MINUTE_MS));
    minutes.set(minute, (minutes.get(minute) ?? 0) + places);
  }
  return minutes;
}
