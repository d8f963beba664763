import { realpath } from "node:fs/promises";
import { Client } from "pg";
import { findBinaries } from "@/lib/postgres/binaries";
import {
  DATABASE_NAME,
  dataFolderIn,
  ensureDataFolder,
  prepareDataDir,
  requireReach,
} from "@/lib/postgres/data-folder";
import { lockDataDir } from "@/lib/postgres/data-dir-lock";
import { findRunningServer, removeStalePidFile, socketUrl } from "@/lib/postgres/postmaster";
import { makeSocketFolder, removeShortSocketFolder, startServer, stopServer } from "@/lib/postgres/server";
import { serverUser } from "@/lib/postgres/system-user";

export type PrivatePostgres = {
  /** For `pg` and for Prisma: a socket address, no password. */
  url: string;
  /** Whether a server that an earlier, killed desk had left running was taken over. */
  adopted: boolean;
  /** The server's version, such as `18.4`. */
  version: string;
  /** Stops the server and frees the data folder. */
  stop(): Promise<void>;
};

export type PrivatePostgresOptions = {
  /** DATA_DIR; made when missing. */
  dataDir: string;
  /** EMBEDDED_PG_BIN: a folder with initdb, pg_ctl and postgres. Default: the npm package's. */
  binDir?: string | undefined;
  /** EMBEDDED_PG_USER: whom the server runs as when we are root. */
  user?: string | undefined;
  /** What a second starter on the same folder is told about us, such as `http://localhost:3000`. */
  address: string;
  /** Takes single lines for the person at the terminal. */
  log: (line: string) => void;
  /** False only for throw-away test data: no fsync. Default true. */
  durable?: boolean;
};

async function ensureDatabase(socketFolder: string): Promise<void> {
  const client = new Client({ connectionString: socketUrl(socketFolder, "postgres") });
  await client.connect();
  try {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [DATABASE_NAME]);
    if (rowCount === 0) await client.query(`CREATE DATABASE "${DATABASE_NAME}"`);
  } finally {
    await client.end();
  }
}

/**
 * Runs a PostgreSQL of our own under DATA_DIR, reachable through a unix socket only, and holds DATA_DIR until `stop`.
 * A server that a killed desk left behind is adopted, unless the binaries have been updated since: then it is restarted.
 *
 * @throws PrivatePostgresError with a message for the person: the folder is in use, cannot be reached, was written by
 *   another major version, there are no binaries for this machine, or the server does not start.
 */
export async function startPrivatePostgres(options: PrivatePostgresOptions): Promise<PrivatePostgres> {
  const { log, durable = true } = options;
  await prepareDataDir(options.dataDir);
  const dataDir = await realpath(options.dataDir);
  const dataFolder = dataFolderIn(dataDir);
  const lock = await lockDataDir(dataDir, options.address, log);
  try {
    const user = await serverUser({ wanted: options.user, dataFolder });
    await requireReach(dataDir, user);
    const binaries = await findBinaries({ binDir: options.binDir, user, cacheFolder: dataDir });
    const server = { binaries, dataFolder, user };

    let running = await findRunningServer(dataFolder);
    if (running && running.version !== binaries.version) {
      log(`Restarting PostgreSQL: ${running.version} runs and ${binaries.version} is installed.`);
      await stopServer(server);
      await removeShortSocketFolder(running.socketFolder);
      running = null;
    }
    const adopted = running !== null;
    const socketFolder = running?.socketFolder ?? (await makeSocketFolder(dataDir, user));
    if (!adopted) {
      try {
        await ensureDataFolder(dataDir, binaries, user, durable);
        await removeStalePidFile(dataFolder);
        await startServer(server, socketFolder, durable);
      } catch (error) {
        await removeShortSocketFolder(socketFolder);
        throw error;
      }
    }
    const stop = async () => {
      await stopServer(server);
      await removeShortSocketFolder(socketFolder);
      await lock.release();
    };
    try {
      await ensureDatabase(socketFolder);
    } catch (error) {
      await stop();
      throw error;
    }
    return { url: socketUrl(socketFolder), adopted, version: binaries.version, stop };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/**
 * The address of the private PostgreSQL that serves DATA_DIR at this moment, or null: how commands work beside a
 * running desk. Needs the right to read DATA_DIR/postgres.
 */
export async function findPrivatePostgres(dataDir: string): Promise<string | null> {
  const running = await findRunningServer(dataFolderIn(dataDir));
  return running && socketUrl(running.socketFolder);
}
