import { createHash, randomUUID } from "node:crypto";
import { mkdir, open, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { env } from "@/lib/env";
import { singleton } from "@/lib/process/singleton";
import type { PictureSize } from "@/lib/proofs/types";

const MIB = 1024 * 1024;
const HOUR_MS = 3_600_000;

/** How much the cache may hold, and after how much writing that is looked at again. */
export const CACHE_LIMITS = { maxBytes: 2048 * MIB, sweepEveryBytes: 64 * MIB };

/** The name that a picture is kept under: always plain, whatever characters the vendor's ids have. */
export function cacheKey(...parts: string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 40);
}

/**
 * The cached WebP, or undefined. A file that is not whole (a machine that lost power while it was written) counts as
 * missing and is removed. Reading marks the file as used, at most once an hour. Files are read whole: they are ours,
 * re-encoded, some ten to some hundred kilobytes.
 */
export async function readCached(key: string, size: PictureSize): Promise<Buffer | undefined> {
  const path = filePath(key, size);
  const handle = await open(/* turbopackIgnore: true */ path).catch(undefinedIfMissing);
  if (handle === undefined) return undefined;
  try {
    const bytes = await handle.readFile();
    if (!isWholeWebp(bytes)) {
      await rm(path, { force: true });
      return undefined;
    }
    const { mtimeMs } = await handle.stat();
    if (Date.now() - mtimeMs > HOUR_MS) await handle.utimes(new Date(), new Date());
    return bytes;
  } finally {
    await handle.close();
  }
}

/**
 * Keeps pictures; each appears whole or not at all. Once enough was written the cache is swept, so that it never holds
 * more than `maxBytes` + `sweepEveryBytes`. Throws what the file system throws (a full disk).
 */
export async function writeCached(
  key: string,
  pictures: Partial<Record<PictureSize, Buffer>>,
): Promise<void> {
  await mkdir(/* turbopackIgnore: true */ join(folder(), key.slice(0, 2)), { recursive: true, mode: 0o700 });
  for (const [size, bytes] of Object.entries(pictures)) {
    const path = filePath(key, size as PictureSize);
    const temporary = `${path}.${randomUUID()}.tmp`;
    try {
      await writeFile(/* turbopackIgnore: true */ temporary, bytes, { mode: 0o600 });
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    await countWritten(bytes.byteLength);
  }
}

/**
 * Removes the files that were not used for the longest time until nine tenths of `maxBytes` are left, and what a crash
 * left half-written an hour ago. Answers the bytes that are left.
 */
export async function sweepCache(maxBytes = CACHE_LIMITS.maxBytes): Promise<number> {
  const files = await listFiles();
  let total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const target = total > maxBytes ? maxBytes * 0.9 : maxBytes;
  for (const { path, bytes, usedAt } of files.toSorted((a, b) => a.usedAt - b.usedAt)) {
    const abandoned = path.endsWith(".tmp") && Date.now() - usedAt > HOUR_MS;
    if (total <= target && !abandoned) continue;
    await rm(path, { force: true });
    total -= bytes;
  }
  return total;
}

/** The first write of a process sweeps too: nobody knows what the last one left. */
async function countWritten(bytes: number): Promise<void> {
  const cache = singleton("proofs.cache", () => ({ unswept: Number.POSITIVE_INFINITY }));
  cache.unswept += bytes;
  if (cache.unswept < CACHE_LIMITS.sweepEveryBytes) return;
  cache.unswept = 0;
  await sweepCache();
}

async function listFiles(): Promise<{ path: string; bytes: number; usedAt: number }[]> {
  const entries = await readdir(/* turbopackIgnore: true */ folder(), {
    recursive: true,
    withFileTypes: true,
  }).catch(undefinedIfMissing);
  const files = [];
  for (const entry of entries ?? []) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const found = await stat(/* turbopackIgnore: true */ path).catch(undefinedIfMissing);
    if (found !== undefined) files.push({ path, bytes: found.size, usedAt: found.mtimeMs });
  }
  return files;
}

const folder = () => join(/* turbopackIgnore: true */ env().dataDir, "images");
const filePath = (key: string, size: PictureSize) => join(folder(), key.slice(0, 2), `${key}.${size}.webp`);

/** A WebP file says how long it is (RIFF container, bytes 4 to 7: all that follows). */
function isWholeWebp(bytes: Buffer): boolean {
  return (
    bytes.byteLength >= 12 &&
    bytes.toString("latin1", 0, 4) === "RIFF" &&
    bytes.toString("latin1", 8, 12) === "WEBP" &&
    bytes.readUInt32LE(4) + 8 === bytes.byteLength
  );
}

function undefinedIfMissing(error: unknown): undefined {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
  throw error;
}
