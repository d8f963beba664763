import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** Megabytes in use. `postgres` counts what its processes share once (PSS). */
export type Memory = { desk: number; postgres: number };

const inMegabytes = (kilobytes: number) => Math.round(kilobytes / 1024);

/**
 * The memory of a running desk and of its private PostgreSQL, found by the notes both leave in the data folder. Null
 * where there is no /proc to ask, or it may not be read.
 */
export async function memoryOf(dataDir: string): Promise<Memory | null> {
  if (process.platform !== "linux") return null;
  const lock = JSON.parse(await readFile(join(dataDir, "desk.lock"), "utf8")) as { pid: number };
  const postmaster = Number(
    (await readFile(join(dataDir, "postgres", "postmaster.pid"), "utf8")).split("\n")[0],
  );
  const backends = (await parents()).filter(({ parent }) => parent === postmaster).map(({ pid }) => pid);
  const shares = await Promise.all(
    [postmaster, ...backends].map((pid) => fieldOf(`/proc/${pid}/smaps_rollup`, "Pss")),
  );
  return {
    desk: inMegabytes(await fieldOf(`/proc/${lock.pid}/status`, "VmRSS")),
    postgres: inMegabytes(shares.reduce((sum, share) => sum + share, 0)),
  };
}

async function fieldOf(path: string, field: string): Promise<number> {
  const text = await readUnlessGone(path);
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(text)?.[1] ?? 0);
}

async function parents(): Promise<{ pid: number; parent: number }[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  return Promise.all(
    pids.map(async (pid) => {
      const status = await readUnlessGone(`/proc/${pid}/status`);
      return { pid: Number(pid), parent: Number(/^PPid:\s+(\d+)$/m.exec(status)?.[1] ?? -1) };
    }),
  );
}

/** A process may end while the list of all is read: it uses nothing any more. */
async function readUnlessGone(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && ["ENOENT", "ESRCH"].includes(String(error.code)))
      return "";
    throw error;
  }
}
