import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { basename } from "node:path";
import { PrivatePostgresError } from "@/lib/postgres/private-postgres-error";
import { startPrivatePostgres } from "@/lib/postgres/private-server";
import { readConfiguration } from "@/lib/commands/configuration";
import { explain, PlainFailure } from "@/lib/commands/plain-failure";

/**
 * Used by quickstart: empties the demo's DATA_DIR. The sandbox forgets everything when it stops, so a demo that
 * remembered would show decisions the marketplace has never heard of. A server that a killed demo left running is
 * stopped first; a demo that is running keeps its folder (its lock refuses us).
 */
async function clearDemo(): Promise<void> {
  const { dataDir, embeddedPgBin, embeddedPgUser } = readConfiguration();
  if (basename(dataDir) !== "demo") throw new PlainFailure(`${dataDir} is not a demo's folder.`);
  if (!existsSync(dataDir)) return;
  try {
    const server = await startPrivatePostgres({
      dataDir,
      binDir: embeddedPgBin,
      user: embeddedPgUser,
      address: "a demo being prepared",
      log: () => undefined,
      durable: false,
    });
    await server.stop();
  } catch (error) {
    // Data of another PostgreSQL is as good as none here.
    if (!(error instanceof PrivatePostgresError && error.problem === "other-version")) throw error;
  }
  await rm(dataDir, { recursive: true, force: true });
}

try {
  await clearDemo();
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
}
