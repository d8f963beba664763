import { randomUUID } from "node:crypto";
import { link, readFile, rename, rm, stat, unlink, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { PrivatePostgresError, systemErrorCode } from "@/lib/postgres/private-postgres-error";
import { processIdentity } from "@/lib/postgres/process-identity";

const FILE_NAME = "desk.lock";
const HEARTBEAT_MS = 5_000;
/** After so long without a heartbeat the holder on another host (a killed container, say) counts as dead. */
const SILENCE_MS = 20_000;

const holderShape = z.object({
  nonce: z.string(),
  pid: z.number(),
  identity: z.string().nullable(),
  host: z.string(),
  since: z.string(),
  /** Where the holder is reached, or what it is. */
  address: z.string(),
});
type Holder = z.infer<typeof holderShape>;

export type DataDirLock = { release(): Promise<void> };

async function readHolder(path: string): Promise<Holder | null> {
  try {
    return holderShape.parse(JSON.parse(await readFile(path, "utf8")));
  } catch (error) {
    if (systemErrorCode(error) === "ENOENT") return null;
    throw new PrivatePostgresError(
      "data-dir-in-use",
      `The lock file ${path} cannot be read, so nobody knows whether another desk uses this folder. If none does, delete the file and start again.`,
      { cause: error },
    );
  }
}

async function lastHeartbeat(path: string): Promise<number | null> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if (systemErrorCode(error) === "ENOENT") return null;
    throw error;
  }
}

/** A process id says nothing on another host (or in another container), so there the heartbeat is watched instead. */
async function beatsWithinSilence(path: string, log: (line: string) => void): Promise<boolean> {
  const first = await lastHeartbeat(path);
  if (first === null) return false;
  const patience = first + SILENCE_MS - Date.now();
  if (patience > 0)
    log("A desk on another host held this folder last. Waiting to see whether it still runs.");
  const deadline = Date.now() + Math.min(patience, SILENCE_MS);
  while (Date.now() < deadline) {
    await sleep(250);
    const now = await lastHeartbeat(path);
    if (now === null) return false;
    if (now !== first) return true;
  }
  return false;
}

async function lives(holder: Holder, path: string, log: (line: string) => void): Promise<boolean> {
  if (holder.host !== hostname()) return beatsWithinSilence(path, log);
  const identity = await processIdentity(holder.pid);
  return identity !== null && (holder.identity === null || holder.identity === identity);
}

/**
 * Takes a dead holder's file away. Between our reading it and our renaming it another starter may have put his own
 * there: then that one is put back. Should two starters still pass each other, nothing is lost: PostgreSQL guards its
 * own folder, and the ledger is made for several desks. The lock is there so that one desk's stop never pulls the
 * database from under another.
 */
async function clear(path: string, dead: Holder): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (systemErrorCode(error) === "ENOENT") return;
    throw error;
  }
  if ((await readHolder(aside))?.nonce !== dead.nonce) await link(aside, path);
  await unlink(aside);
}

/**
 * Makes this process the only desk of a data folder until `release` or death. A holder that died without releasing is
 * recognised, also when its process id went to somebody else since.
 *
 * @param address what a second starter is told, such as `http://localhost:3000`
 * @throws PrivatePostgresError `data-dir-in-use`, naming the holder
 */
export async function lockDataDir(
  dataDir: string,
  address: string,
  log: (line: string) => void,
): Promise<DataDirLock> {
  const path = join(dataDir, FILE_NAME);
  const self: Holder = {
    nonce: randomUUID(),
    pid: process.pid,
    identity: await processIdentity(process.pid),
    host: hostname(),
    since: new Date().toISOString(),
    address,
  };
  // Written beside and linked into place, so that nobody ever reads half a file.
  const prepared = `${path}.${self.nonce}`;
  await writeFile(prepared, JSON.stringify(self), { mode: 0o600 });
  try {
    for (;;) {
      try {
        await link(prepared, path);
        break;
      } catch (error) {
        if (systemErrorCode(error) !== "EEXIST") throw error;
      }
      const holder = await readHolder(path);
      if (holder && (await lives(holder, path, log))) {
        throw new PrivatePostgresError(
          "data-dir-in-use",
          `Another desk already uses ${dataDir}: process ${holder.pid} on ${holder.host}, since ${holder.since}, at ${holder.address}. Stop that one first, or set DATA_DIR to another folder.`,
        );
      }
      if (holder) await clear(path, holder);
    }
  } finally {
    await rm(prepared, { force: true });
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch((error: unknown) => log(`The lock ${path} cannot be refreshed: ${error}`));
  }, HEARTBEAT_MS);
  heartbeat.unref();
  return {
    async release() {
      clearInterval(heartbeat);
      if ((await readHolder(path))?.nonce === self.nonce) await rm(path, { force: true });
    },
  };
}
