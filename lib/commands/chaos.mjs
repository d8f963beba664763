/** `npm run chaos -- [--decisions N] [--kills K] [--faults 0.2] [--replicas R] [--seed S]`: the long fault runs. */
import { join } from "node:path";
import { ensureBuilt, ensureInstalled, giveUp, PROJECT_FOLDER, runNode } from "./workspace.mjs";

async function main() {
  await ensureInstalled();
  await ensureBuilt();
  const program = join(PROJECT_FOLDER, "e2e", "chaos", "main.ts");
  process.exitCode = await runNode(["--import", "tsx", program, ...process.argv.slice(2)]);
}

await main().catch(giveUp);
