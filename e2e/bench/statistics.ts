/** Milliseconds, rounded to hundredths; `perSecond` is over all connections together. */
export type Latency = { p50: number; p95: number; p99: number; perSecond: number; requests: number };

const rounded = (value: number) => Math.round(value * 100) / 100;

/** The value below which the share `p` (0 to 1) of the sorted list lies, by the nearest rank. NaN for an empty list. */
function percentile(sorted: readonly number[], p: number): number {
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(p * sorted.length) - 1))] ?? Number.NaN;
}

/** The figures of one round of requests that together took `tookMs`. */
export function latencyOf(times: readonly number[], tookMs: number): Latency {
  const sorted = times.toSorted((a, b) => a - b);
  return {
    p50: rounded(percentile(sorted, 0.5)),
    p95: rounded(percentile(sorted, 0.95)),
    p99: rounded(percentile(sorted, 0.99)),
    perSecond: Math.round((times.length / tookMs) * 1000),
    requests: times.length,
  };
}

/** The middle value (of an even number the upper one). NaN for an empty list. */
export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Each figure's median over the rounds; one odd round (a collection, a neighbour's work) moves nothing. */
export function medianOf(rounds: readonly Latency[]): Latency {
  const of = (figure: keyof Latency) => median(rounds.map((round) => round[figure]));
  return {
    p50: of("p50"),
    p95: of("p95"),
    p99: of("p99"),
    perSecond: of("perSecond"),
    requests: rounds.reduce((sum, { requests }) => sum + requests, 0),
  };
}
