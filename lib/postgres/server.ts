import { spawn } from "node:child_process";
import { chmod, type FileHandle, mkdir, mkdtemp, open, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Binaries } from "@/lib/postgres/binaries";
import { giveTo } from "@/lib/postgres/data-folder";
import { invoke, strangerOptions } from "@/lib/postgres/invoke";
import { findRunningServer } from "@/lib/postgres/postmaster";
import { PrivatePostgresError } from "@/lib/postgres/private-postgres-error";
import type { SystemUser } from "@/lib/postgres/system-user";

const LOG_LIMIT_BYTES = 5_000_000;
const START_LIMIT_MS = 120_000;
const SHORT_FOLDER_PREFIX = "/tmp/proofdesk-";
/** The kernel takes 107 bytes for a socket's path on Linux and 103 on macOS; `/.s.PGSQL.5432.lock` takes 19. */
const LONGEST_SOCKET_FOLDER = 84;

/**
 * The folder of the unix socket: closed to everybody but the server's user (and root). It lies in DATA_DIR unless the
 * path would be too long for a socket; then in a fresh folder with an unguessable name under /tmp. PostgreSQL notes
 * the place in `postmaster.pid`, where later starts find it.
 */
export async function makeSocketFolder(dataDir: string, user: SystemUser | null): Promise<string> {
  const usual = join(dataDir, "run");
  const fits = Buffer.byteLength(usual) <= LONGEST_SOCKET_FOLDER;
  if (fits) await mkdir(usual, { recursive: true });
  const folder = fits ? usual : await mkdtemp(SHORT_FOLDER_PREFIX);
  await chmod(folder, 0o700);
  await giveTo(folder, user);
  return folder;
}

/** Removes the folder again if it is one of the short ones that each start makes anew. */
export async function removeShortSocketFolder(folder: string): Promise<void> {
  if (folder.startsWith(SHORT_FOLDER_PREFIX)) await rm(folder, { recursive: true, force: true });
}

/**
 * Ours win over whatever stands in postgresql.conf, which stays free for tuning the rest. As flags, so that a desk run
 * by root writes nothing into a folder that belongs to somebody else.
 */
function settings(socketFolder: string, durable: boolean): Record<string, string> {
  const onOrOff = durable ? "on" : "off";
  return {
    listen_addresses: "",
    unix_socket_directories: `"${socketFolder.replaceAll('"', '""')}"`,
    max_connections: "60",
    shared_buffers: "64MB",
    // Parallel workers share memory through /dev/shm, which containers keep tiny.
    max_parallel_workers_per_gather: "0",
    fsync: onOrOff,
    synchronous_commit: onOrOff,
    full_page_writes: onOrOff,
    timezone: "UTC",
    log_timezone: "UTC",
    lc_messages: "C",
    log_min_messages: "warning",
  };
}

async function openLog(path: string): Promise<FileHandle> {
  const log = await open(path, "a", 0o600);
  if ((await log.stat()).size <= LOG_LIMIT_BYTES) return log;
  await log.close();
  await rename(path, `${path}.1`);
  return open(path, "a", 0o600);
}

type Server = { binaries: Binaries; dataFolder: string; user: SystemUser | null };

/**
 * Starts PostgreSQL on a data folder and returns once it takes connections, after a crash recovery if need be. It runs
 * in a session of its own: Ctrl-C in our terminal does not reach it, and it outlives a `kill -9` of ours (the next
 * start adopts it). Its log is `postgres.log` beside the data folder. (Not through `pg_ctl start`, which hands paths
 * to a shell unquoted.)
 *
 * @throws PrivatePostgresError `server-failed` with the end of the server's log.
 */
export async function startServer(server: Server, socketFolder: string, durable: boolean): Promise<void> {
  const { binaries, dataFolder, user } = server;
  const logPath = `${dataFolder}.log`;
  const log = await openLog(logPath);
  const flags = Object.entries(settings(socketFolder, durable)).flatMap(([name, value]) => [
    "-c",
    `${name}=${value}`,
  ]);
  const fate: { ended: string | null } = { ended: null };
  try {
    const child = spawn(join(binaries.binDir, "postgres"), ["-D", dataFolder, ...flags], {
      ...strangerOptions(user),
      detached: true,
      stdio: ["ignore", log.fd, log.fd],
    });
    child.once("error", (error) => {
      fate.ended = String(error);
    });
    child.once("exit", (code, signal) => {
      fate.ended = `It ended with ${signal ?? code}.`;
    });
    child.unref();
  } finally {
    await log.close();
  }
  const deadline = Date.now() + START_LIMIT_MS;
  while (fate.ended === null && Date.now() < deadline) {
    if (await findRunningServer(dataFolder)) return;
    await sleep(20);
  }
  const lastLines = (await readFile(logPath, "utf8")).trim().split("\n").slice(-8).join("\n");
  throw new PrivatePostgresError(
    "server-failed",
    `The private PostgreSQL did not start. ${fate.ended ?? "It did not answer in time."} Its log (${logPath}) ends:\n${lastLines}`,
  );
}

/**
 * Stops PostgreSQL: connections are cut, finished work is written out. Where that takes longer than four seconds the
 * server is stopped without the final write-out, which is as safe as a power cut: the next start replays its log.
 *
 * @throws PrivatePostgresError `server-failed` when it cannot be stopped at all.
 */
export async function stopServer({ binaries, dataFolder, user }: Server): Promise<void> {
  const stop = (mode: string, seconds: number) =>
    invoke(
      join(binaries.binDir, "pg_ctl"),
      ["stop", `--mode=${mode}`, "--wait", `--timeout=${seconds}`, `--pgdata=${dataFolder}`, "--silent"],
      user,
    );
  if ((await stop("fast", 4)).exitCode === 0) return;
  const { exitCode, output } = await stop("immediate", 10);
  if (exitCode === 0 || output.includes("PID file")) return;
  throw new PrivatePostgresError("server-failed", `The private PostgreSQL did not stop: ${output}`);
}
