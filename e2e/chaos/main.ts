import { readOptions } from "@/e2e/chaos/options";
import { verdictLine } from "@/e2e/chaos/report";
import { runChaos } from "@/e2e/chaos/run";
import { openStage } from "@/e2e/chaos/stage";

/** `npm run chaos`: progress, one verdict line, and as the last line all figures as JSON. Exit code 1 when violated. */

const say = (line: string) => void process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
  const read = readOptions(process.argv.slice(2));
  if (!read.ok) {
    process.stderr.write(`${read.reason}\n`);
    return 2;
  }
  say("Starting the simulated marketplace and the desk…");
  const stage = await openStage(read.options);
  const interrupted = new Promise<number>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => resolve(130));
  });
  const run = async () => {
    const report = await runChaos(stage, read.options, say);
    for (const example of report.examples) say(example);
    say(verdictLine(report));
    say(JSON.stringify(report));
    return report.holds ? 0 : 1;
  };
  try {
    return await Promise.race([run(), interrupted]);
  } finally {
    await stage.close();
  }
}

try {
  // An interrupted run still has its requests out; nothing of it is to be waited for.
  process.exit(await main());
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
}
