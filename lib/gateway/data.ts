import { db } from "@/lib/db/client";
import { env } from "@/lib/env";
import { forecast, type Spending } from "@/lib/gateway/forecast";
import { currentPauses } from "@/lib/gateway/pause";
import type { Budget, PauseInfo } from "@/lib/gateway/schema";

/** The pace is that of the last so many minutes: short enough to follow a team that begins, long enough not to jump. */
const PACE_MINUTES = 10;

/** Places of the current key that come free within one minute, and what was spent at the present pace. */
type Minute = {
  at: Date | null;
  first: Date | null;
  places: number;
  decisions: number;
  others: number;
  /** Of the calls for decisions: how many ended, and in how many milliseconds altogether. */
  ended: number;
  endedMs: number;
};

/**
 * What is left of the hour for the current key, when it refills, why calls wait if they do, and what will become of it
 * with `waiting` decisions on their way.
 */
export async function readBudget(waiting = 0): Promise<Budget> {
  const limit = env().rapidworkersHourlyLimit;
  const [minutes, paused] = await Promise.all([readMinutes(), currentPauses()]);
  const now = new Date();
  if (minutes.length === 0)
    paused.unshift({ reason: "no_key", since: now.toISOString(), until: null, detail: null });
  const used = sum(minutes, "places");
  const refillsAt = minutes[0]?.first?.toISOString() ?? null;
  if (used >= limit)
    paused.push({ reason: "budget_full", since: now.toISOString(), until: refillsAt, detail: null });
  const { fullAt, queueDoneAt } = forecast({
    ...spendingOf(minutes),
    now,
    limit,
    waiting,
    goesOnAt: goesOnAt(paused, now),
  });
  return {
    limit,
    used,
    left: Math.max(0, limit - used),
    refillsAt,
    paused,
    fullAt: fullAt?.toISOString() ?? null,
    queueDoneAt: queueDoneAt?.toISOString() ?? null,
  };
}

/** Empty while no key is set; with a key at least one row, that of the nearest minute first. */
function readMinutes(): Promise<Minute[]> {
  return db().$queryRaw<Minute[]>`
    SELECT date_trunc('minute', u.counted_until) + interval '1 minute' AS at, min(u.counted_until) AS first,
      count(u.id)::int AS places,
      count(u.id) FILTER (WHERE late AND for_decisions)::int AS decisions,
      count(u.id) FILTER (WHERE late AND NOT for_decisions)::int AS others,
      count(u.duration_ms) FILTER (WHERE late AND for_decisions)::int AS ended,
      coalesce(sum(u.duration_ms) FILTER (WHERE late AND for_decisions), 0)::float8 AS "endedMs"
    FROM account_key k
    LEFT JOIN upstream_call u ON u.account_key_id = k.id AND u.counted_until > now()
    CROSS JOIN LATERAL (SELECT u.reserved_at > now() - ${PACE_MINUTES} * interval '1 minute' AS late,
                               u.purpose IN ('decision', 'order') AS for_decisions) AS kind
    WHERE k.retired_at IS NULL
    GROUP BY 1 ORDER BY 1`;
}

function spendingOf(minutes: readonly Minute[]): Pick<Spending, "frees" | "pace" | "callMs"> {
  const ended = sum(minutes, "ended");
  return {
    frees: minutes.flatMap(({ at, places }) => (at === null ? [] : [{ at, places }])),
    pace: {
      decisions: sum(minutes, "decisions") / PACE_MINUTES,
      others: sum(minutes, "others") / PACE_MINUTES,
    },
    callMs: ended === 0 ? null : sum(minutes, "endedMs") / ended,
  };
}

/** When calls go on by themselves; null when nobody knows (a key, money or the vendor itself must come first). */
function goesOnAt(paused: readonly PauseInfo[], now: Date): Date | null {
  const closed = paused.filter(({ reason }) => reason !== "budget_full");
  if (closed.some(({ reason }) => reason !== "rate_limited")) return null;
  return new Date(Math.max(now.getTime(), ...closed.map(({ until }) => Date.parse(until ?? ""))));
}

const sum = (minutes: readonly Minute[], what: "places" | "decisions" | "others" | "ended" | "endedMs") =>
  minutes.reduce((total, minute) => total + minute[what], 0);
