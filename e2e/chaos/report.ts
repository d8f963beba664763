import type { LedgerRow, Violations } from "@/e2e/chaos/compare";
import type { ChaosOptions } from "@/e2e/chaos/options";
import type { Diary } from "@/e2e/chaos/reviewers";

/** One request in the marketplace's log, as far as it is counted. */
export type RequestSeen = {
  at: string;
  endpoint: string | null;
  status: number | null;
  fault: string | null;
};

export type ChaosReport = {
  holds: boolean;
  options: ChaosOptions;
  seconds: number;
  /** Per kind of violation how often it happened; all 0 when the run holds. */
  violations: Record<keyof Violations | "surprises" | "overLimit", number>;
  /** The first few of each, in words. */
  examples: string[];
  decisions: {
    submissions: number;
    acknowledged: number;
    takenByOthersFirst: number;
    undone: number;
    undoTooLate: number;
    deliveredAgain: number;
    ledger: Record<string, number>;
  };
  kills: number;
  upstream: {
    requests: number;
    /** The most in any hour, by the marketplace's own log, and what was allowed. */
    mostInAnyHour: number;
    hourlyLimit: number;
    effects: number;
    byEndpoint: Record<string, number>;
    faults: Record<string, number>;
    refusedWith429: number;
  };
};

type Facts = {
  options: ChaosOptions;
  durationMs: number;
  submissions: number;
  kills: number;
  retries: number;
  diary: Diary;
  ledger: readonly LedgerRow[];
  effects: number;
  requests: readonly RequestSeen[];
  hourlyLimit: number;
  violations: Violations;
};

const HOUR_MS = 3_600_000;
const EXAMPLES_OF_EACH = 5;

/** Counts what a run found. It holds when nothing at all is wrong. */
export function makeReport(facts: Facts): ChaosReport {
  const { diary, ledger, requests, hourlyLimit } = facts;
  const intents = [...diary.intents.values()];
  const most = mostInWindow(
    requests.map(({ at }) => Date.parse(at)),
    HOUR_MS,
  );
  const wrong = {
    ...facts.violations,
    surprises: diary.surprises,
    overLimit: most > hourlyLimit ? [`${most} requests in an hour, ${hourlyLimit} were allowed`] : [],
  };
  const violations = Object.fromEntries(
    Object.entries(wrong).map(([kind, found]) => [kind, found.length]),
  ) as ChaosReport["violations"];
  return {
    holds: Object.values(violations).every((count) => count === 0),
    options: facts.options,
    seconds: Math.round(facts.durationMs / 1000),
    violations,
    examples: Object.entries(wrong).flatMap(([kind, found]) =>
      found.slice(0, EXAMPLES_OF_EACH).map((sentence) => `${kind}: ${sentence}`),
    ),
    decisions: {
      submissions: facts.submissions,
      acknowledged: intents.length,
      takenByOthersFirst: diary.taken,
      undone: intents.filter(({ undone }) => undone).length,
      undoTooLate: diary.tooLate,
      deliveredAgain: facts.retries,
      ledger: countBy(ledger, ({ state }) => state),
    },
    kills: facts.kills,
    upstream: {
      requests: requests.length,
      mostInAnyHour: most,
      hourlyLimit,
      effects: facts.effects,
      byEndpoint: countBy(requests, ({ endpoint }) => endpoint ?? "unknown"),
      faults: countBy(
        requests.filter(({ fault }) => fault !== null),
        ({ fault }) => fault ?? "",
      ),
      refusedWith429: requests.filter(({ status }) => status === 429).length,
    },
  };
}

/** The verdict in one line, for people and for whoever watches the command. */
export function verdictLine({
  holds,
  violations,
  decisions,
  kills,
  options,
  seconds,
  upstream,
}: ChaosReport): string {
  const { lost, againstLastWord, twice, falselyApplied, falselyDenied, surprises, overLimit } = violations;
  const counts = [
    `${lost} lost`,
    `${againstLastWord} against the reviewer's last word`,
    `${twice} twice`,
    `${falselyApplied} falsely APPLIED`,
    `${falselyDenied} falsely denied`,
    ...(surprises > 0 ? [`${surprises} wrong answers`] : []),
    ...(overLimit > 0 ? ["over the hourly limit"] : []),
  ];
  const setting = `${decisions.acknowledged} decisions, ${kills} kills, ${options.faults * 100} % faults, ${options.replicas} desk(s), ${upstream.requests} requests, ${seconds} s`;
  return `chaos ${holds ? "HOLDS" : "VIOLATED"}: ${counts.join(", ")} (${setting})`;
}

/** The most of these times (ms, ascending) that any window of this length holds. */
function mostInWindow(times: readonly number[], windowMs: number): number {
  let most = 0;
  let first = 0;
  for (const [index, time] of times.entries()) {
    while ((times[first] ?? time) <= time - windowMs) first++;
    most = Math.max(most, index - first + 1);
  }
  return most;
}

function countBy<T>(list: readonly T[], name: (element: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const element of list) counts[name(element)] = (counts[name(element)] ?? 0) + 1;
  return counts;
}
