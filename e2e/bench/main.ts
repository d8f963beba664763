import { mkdir, writeFile } from "node:fs/promises";
import { cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import { measureAcknowledgements, measureUpstream, waitingSubmissions } from "@/e2e/bench/decisions";
import { measureReads } from "@/e2e/bench/reads";
import { openStage, type Stage } from "@/e2e/bench/stage";
import { measureStart } from "@/e2e/bench/start";
import { type BenchResult, resultTable } from "@/e2e/bench/table";
import { PROJECT_FOLDER } from "@/e2e/support/program";

/** `npm run bench`: progress, a table, and as the last line the same figures as JSON (also under bench-results/). */

const say = (line: string) => void process.stdout.write(`${line}\n`);
const step = (what: string) => say(`${Math.round(performance.now() / 1000)} s: ${what}…`);

function machine(): BenchResult["machine"] {
  const [first] = cpus();
  return {
    cores: cpus().length,
    cpu: first?.model.trim() ?? "unknown",
    memoryGb: Math.round(totalmem() / 1024 ** 3),
    platform: `${process.platform}-${process.arch}`,
    node: process.versions.node,
    loadBefore: Math.round((loadavg()[0] ?? 0) * 10) / 10,
  };
}

async function bench(stage: Stage, before: BenchResult["machine"]): Promise<BenchResult> {
  step("first sync of 36,000 submissions, then a restart");
  const start = await measureStart(stage);
  step("reads");
  const reads = await measureReads(stage);
  const next = await waitingSubmissions(stage);
  step("acknowledgements");
  const acknowledgements = await measureAcknowledgements(stage, next);
  step("upstream requests");
  const upstream = await measureUpstream(stage, next);
  return { at: new Date().toISOString(), machine: before, start, reads, acknowledgements, upstream };
}

async function main(): Promise<number> {
  const before = machine();
  step("starting the simulated marketplace and the desk");
  const stage = await openStage();
  const interrupted = new Promise<null>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => resolve(null));
  });
  try {
    const result = await Promise.race([bench(stage, before), interrupted]);
    if (result === null) return 130;
    const folder = join(PROJECT_FOLDER, "bench-results");
    await mkdir(folder, { recursive: true });
    const json = JSON.stringify(result);
    await writeFile(join(folder, `${result.at.replaceAll(":", "-")}.json`), `${json}\n`);
    say(`\n${resultTable(result)}\n`);
    say(json);
    return 0;
  } finally {
    await stage.close();
  }
}

try {
  process.exit(await main());
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
}
