import type { AcknowledgementFigures, UpstreamFigures } from "@/e2e/bench/decisions";
import type { Memory } from "@/e2e/bench/memory";
import type { ReadFigures } from "@/e2e/bench/reads";
import type { StartFigures } from "@/e2e/bench/start";
import type { Latency } from "@/e2e/bench/statistics";

export type BenchResult = {
  at: string;
  machine: {
    cores: number;
    cpu: string;
    memoryGb: number;
    platform: string;
    node: string;
    loadBefore: number;
  };
  start: StartFigures;
  reads: ReadFigures[];
  acknowledgements: AcknowledgementFigures;
  upstream: UpstreamFigures;
};

const LATENCY_HEADS = ["p50 ms", "p95 ms", "p99 ms", "per s"];
const latencyCells = ({ p50, p95, p99, perSecond }: Latency) => [p50, p95, p99, perSecond].map(String);
const memory = (figures: Memory | null) =>
  figures === null ? "not measured here" : `desk ${figures.desk} MB, PostgreSQL ${figures.postgres} MB`;

/** All figures for people at a terminal. */
export function resultTable({ machine, start, reads, acknowledgements, upstream }: BenchResult): string {
  return [
    `Machine: ${machine.cores} × ${machine.cpu}, ${machine.memoryGb} GB, ${machine.platform}, Node ${machine.node}, load ${machine.loadBefore} before. Marketplace, desk, database and load share it.`,
    table(
      ["Read", "conn.", ...LATENCY_HEADS, "× floor"],
      reads.map(({ read, connections, latency, ratio }) => [
        read,
        String(connections),
        ...latencyCells(latency),
        String(ratio),
      ]),
    ),
    table(
      ["A decision is acknowledged while the vendor", ...LATENCY_HEADS],
      acknowledgements.map(({ vendor, latency }) => [vendor, ...latencyCells(latency)]),
    ),
    table(
      ["Start and size", ""],
      [
        ["first start, empty data folder", `${start.firstStart} s`],
        ["first sync of the campaign of 20,000", `${start.firstSyncOf20000} s`],
        ["first sync of all 36,000", `${start.firstSyncOfAll} s, ${start.firstSyncRequests} requests`],
        ["memory after it", memory(start.memoryAfterFirstSync)],
        ["later start", `${start.laterStart} s`],
        ["memory after it", memory(start.memoryAfterLaterStart)],
      ],
    ),
    `Upstream requests per decision, reads included: ${upstream.perDecision} (${upstream.requests} for ${upstream.decisions}: ${Object.entries(
      upstream.byEndpoint,
    )
      .map(([endpoint, count]) => `${endpoint} ${count}`)
      .join(", ")})`,
  ].join("\n\n");
}

function table(head: string[], rows: string[][]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (row: string[]) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  ");
  return [line(head), widths.map((width) => "-".repeat(width)).join("  "), ...rows.map(line)].join("\n");
}
