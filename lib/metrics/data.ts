import { db } from "@/lib/db/client";
import { decisionStateSchema } from "@/lib/decisions/schema";
import { OPEN_STATES } from "@/lib/decisions/states";
import { readBudget } from "@/lib/gateway/data";
import { pauseReasonSchema } from "@/lib/gateway/schema";
import { countersReadAt } from "@/lib/mirror/due";
import type { Metric } from "@/lib/metrics/exposition";
import { subscriberCount } from "@/lib/runtime/feed";

type Values = Metric["values"];

/**
 * What a monitor watches. Figures of the database are the same from every replica; those that begin with `process_` or
 * `nodejs_`, and the live viewers, are this process's. Ages are in seconds, and missing while there is nothing to be old.
 */
export async function readMetrics(): Promise<Metric[]> {
  const [budget, states, ages, calls, uncertainSweeps, mirrorReadAt] = await Promise.all([
    readBudget(),
    db().decision.groupBy({ by: ["state"], _count: true }),
    readAges(),
    readCalls(),
    db().sweep.count({ where: { state: "UNCERTAIN" } }),
    countersReadAt(),
  ]);
  const inState = (state: string) => states.find((row) => row.state === state)?._count ?? 0;
  const paused = new Set(budget.paused.map(({ reason }) => reason));
  const memory = process.memoryUsage();
  return [
    gauge(
      "proofdesk_decisions",
      "Decisions in the ledger by state.",
      decisionStateSchema.options.map((state) => ({ labels: { state }, value: inState(state) })),
    ),
    gauge("proofdesk_oldest_open_decision_age_seconds", "Age of the oldest unsettled decision.", ages.open),
    gauge("proofdesk_uncertain", "Sent, and the outcome is not known yet.", [
      { labels: { kind: "decision" }, value: inState("UNCERTAIN") },
      { labels: { kind: "sweep" }, value: uncertainSweeps },
    ]),
    gauge("proofdesk_budget_limit", "Requests that an hour has.", budget.limit),
    gauge("proofdesk_budget_used", "Requests of the rolling hour that are used.", budget.used),
    gauge("proofdesk_budget_left", "Requests of the rolling hour that are left.", budget.left),
    gauge(
      "proofdesk_paused",
      "1 while calls wait for this reason.",
      pauseReasonSchema.options.map((reason) => ({ labels: { reason }, value: paused.has(reason) ? 1 : 0 })),
    ),
    gauge("proofdesk_upstream_calls_last_hour", "Requests sent to RapidWorkers in the last hour.", calls),
    gauge(
      "proofdesk_mirror_age_seconds",
      "Time since the campaigns' counters were last read.",
      secondsSince(mirrorReadAt),
    ),
    gauge("proofdesk_balance_age_seconds", "Time since the balance was last read.", ages.balance),
    gauge("proofdesk_live_viewers", "Pages that follow live events from this process.", subscriberCount()),
    gauge("process_resident_memory_bytes", "Resident memory of this process.", memory.rss),
    gauge("nodejs_heap_size_used_bytes", "Used JavaScript heap of this process.", memory.heapUsed),
    gauge("proofdesk_uptime_seconds", "How long this process has run.", process.uptime()),
  ];
}

const gauge = (name: string, help: string, values: Values | number | null): Metric => ({
  name,
  help,
  type: "gauge",
  values: Array.isArray(values) ? values : values === null ? [] : [{ value: values }],
});

/** The mirror's clock stands at the epoch until its first read. */
const secondsSince = (time: Date | undefined) =>
  time === undefined || time.getTime() === 0 ? null : Math.max(0, (Date.now() - time.getTime()) / 1000);

type Ages = { open: number | null; balance: number | null };

async function readAges(): Promise<Ages> {
  const [row] = await db().$queryRaw<[Ages]>`
    SELECT
      (SELECT extract(epoch FROM now() - min(decided_at))::float8 FROM decision
        WHERE state::text = ANY(${[...OPEN_STATES]})) AS open,
      (SELECT extract(epoch FROM now() - as_of)::float8 FROM balance) AS balance`;
  return row;
}

/** By endpoint and class of answer: `2xx` …, `failed` without an answer, `running` while there is none yet. */
async function readCalls(): Promise<Values> {
  const rows = await db().$queryRaw<{ endpoint: string; status: string; calls: number }[]>`
    SELECT endpoint, CASE
        WHEN status IS NOT NULL THEN status / 100 || 'xx'
        WHEN ended_at IS NOT NULL THEN 'failed' ELSE 'running' END AS status,
      count(*)::int AS calls
    FROM upstream_call WHERE reserved_at > now() - interval '1 hour' GROUP BY 1, 2 ORDER BY 1, 2`;
  return rows.map(({ endpoint, status, calls }) => ({ labels: { endpoint, status }, value: calls }));
}
