/** `npm run bench`: every figure that the documentation claims, measured on this machine. */
import { join } from "node:path";
import { ensureBuilt, ensureInstalled, giveUp, PROJECT_FOLDER, runNode } from "./workspace.mjs";

async function main() {
  await ensureInstalled();
  await ensureBuilt();
  const program = join(PROJECT_FOLDER, "e2e", "bench", "main.ts");
  process.exitCode = await runNode(["--import", "tsx", program, ...process.argv.slice(2)]);
}

await main().catch(giveUp);
