import { existsSync } from "node:fs";
import { chmod, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { PrivatePostgresError } from "@/lib/postgres/private-postgres-error";
import { startPrivatePostgres } from "@/lib/postgres/private-server";
import { migrate } from "@/lib/db/migrate";

/** The migrated, empty database that test databases are copied from. */
export const TEMPLATE = "proofdesk_template";

/** The same server's address with another database in it. */
export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

/** Runs one statement on a connection of its own. */
export async function command(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

const inTemporary = (name: string) => join(tmpdir(), name);
const PREFIX = "proofdesk-test-";

const options = (dataDir: string) => ({
  dataDir,
  address: "a test run",
  log: (line: string) => void process.stderr.write(`${line}\n`),
  durable: false,
});

/**
 * A killed test run leaves its server behind; the next one ends it. Only folders with a lock are touched: one without is
 * just being made or removed. The lock of a run that is alive refuses us.
 */
async function removeAbandonedClusters(): Promise<void> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(PREFIX));
  for (const dataDir of names.map(inTemporary).filter((path) => existsSync(join(path, "desk.lock")))) {
    try {
      await (await startPrivatePostgres(options(dataDir))).stop();
    } catch (error) {
      if (error instanceof PrivatePostgresError) continue;
      throw error;
    }
    await rm(dataDir, { recursive: true, force: true });
  }
}

/**
 * A PostgreSQL for one test run, with a migrated template database in it; its data is thrown away at `stop`. Not durable
 * (no fsync), which no test can notice. For vitest's global setup and for whoever else needs a scratch server.
 */
export async function startTestCluster(): Promise<{ url: string; stop(): Promise<void> }> {
  await removeAbandonedClusters();
  const dataDir = await mkdtemp(inTemporary(PREFIX));
  // Where root runs the tests the server is another user, who must get through.
  await chmod(dataDir, 0o711);
  const server = await startPrivatePostgres(options(dataDir));
  const stop = async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await command(server.url, `CREATE DATABASE "${TEMPLATE}"`);
    await migrate(withDatabase(server.url, TEMPLATE));
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: server.url, stop };
}
