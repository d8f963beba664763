import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { DATABASE_NAME } from "@/lib/postgres/data-folder";
import { systemErrorCode } from "@/lib/postgres/private-postgres-error";
import { processExists } from "@/lib/postgres/process-identity";

/** The connection address of a private server, in the form `pg` and Prisma both read. */
export function socketUrl(socketFolder: string, database = DATABASE_NAME): string {
  return `postgresql://${DATABASE_NAME}@localhost/${database}?host=${encodeURIComponent(socketFolder)}`;
}

type PidFile = { pid: number; socketFolder: string };

/** PostgreSQL's own note of who serves a data folder and where: line 1 is the process id, line 5 the socket's folder. */
async function readPidFile(dataFolder: string): Promise<PidFile | null> {
  try {
    const lines = (await readFile(join(dataFolder, "postmaster.pid"), "utf8")).split("\n");
    return { pid: Number(lines[0]), socketFolder: lines[4] ?? "" };
  } catch (error) {
    if (systemErrorCode(error) === "ENOENT") return null;
    throw error;
  }
}

/** Linux tells a process's program; elsewhere any living process must be taken for the server. */
async function isPostgres(pid: number): Promise<boolean> {
  if (!processExists(pid)) return false;
  try {
    return (await readFile(`/proc/${pid}/comm`, "utf8")).startsWith("postgres");
  } catch (error) {
    if (systemErrorCode(error) === "ENOENT") return process.platform !== "linux";
    throw error;
  }
}

/** The version of the server at `url` (such as `18.4`), or null when it does not (yet) answer. */
async function askVersion(url: string): Promise<string | null> {
  // A client whose connection failed cannot be used again: a new one each time.
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  // A server that goes away under us raises `error` outside any call; the query's own rejection tells all we need.
  client.on("error", (): void => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version: string }>("SHOW server_version");
    return rows[0]?.server_version.split(" ")[0] ?? null;
  } catch {
    // Refused, starting up, shutting down: the caller looks again or gives up.
    return null;
  } finally {
    await client.end();
  }
}

export type RunningServer = { socketFolder: string; version: string };

/**
 * The server that runs on a data folder, be it that a killed desk left it behind or that another desk uses it. Waits up
 * to a minute for one that is starting, recovering or stopping. Null when none runs.
 */
export async function findRunningServer(dataFolder: string): Promise<RunningServer | null> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const noted = await readPidFile(dataFolder);
    if (!noted || !(await isPostgres(noted.pid))) return null;
    if (noted.socketFolder) {
      const version = await askVersion(socketUrl(noted.socketFolder, "postgres"));
      if (version) return { socketFolder: noted.socketFolder, version };
    }
    if (Date.now() > deadline) return null;
    await sleep(100);
  }
}

/**
 * Removes the notes of a server that is gone. PostgreSQL does so itself unless the process id lives on as another
 * program, the rule after a container's restart. Call it under the lock, when `findRunningServer` found none.
 */
export async function removeStalePidFile(dataFolder: string): Promise<void> {
  const noted = await readPidFile(dataFolder);
  if (!noted || (await isPostgres(noted.pid))) return;
  await rm(join(dataFolder, "postmaster.pid"), { force: true });
  if (noted.socketFolder) await rm(join(noted.socketFolder, ".s.PGSQL.5432.lock"), { force: true });
}
