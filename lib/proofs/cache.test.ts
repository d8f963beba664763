import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm, truncate, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { env } from "@/lib/env";
import { CACHE_LIMITS, cacheKey, readCached, sweepCache, writeCached } from "@/lib/proofs/cache";

const webp = await sharp({ create: { width: 200, height: 200, channels: 3, background: "#123" } })
  .webp({ lossless: true })
  .toBuffer();
const hour = 3_600_000;

let dataDir: string;
vi.mock("@/lib/env", () => ({ env: vi.fn() }));

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "proofdesk-cache-"));
  vi.mocked(env).mockReturnValue({ dataDir } as ReturnType<typeof env>);
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const pathOf = (key: string, size: string) => join(dataDir, "images", key.slice(0, 2), `${key}.${size}.webp`);
const age = (key: string, hours: number) => {
  const then = new Date(Date.now() - hours * hour);
  return utimes(pathOf(key, "thumb"), then, then);
};
const filesLeft = async () =>
  (await readdir(join(dataDir, "images"), { recursive: true })).filter((name) => name.includes("."));

it("gives back what was kept, and nothing for what was not", async () => {
  const key = cacheKey("proof", "1");
  expect(await readCached(key, "thumb")).toBeUndefined();
  await writeCached(key, { thumb: webp });
  expect(await readCached(key, "thumb")).toEqual(webp);
  expect(await readCached(key, "full")).toBeUndefined();
  expect(await readCached(cacheKey("proof", "2"), "thumb")).toBeUndefined();
});

it("keeps ids of any form under plain names", () => {
  for (const id of ["../../etc/passwd", "a/b", "\0", "x".repeat(5_000)])
    expect(cacheKey("avatar", id)).toMatch(/^[0-9a-f]{40}$/);
  expect(cacheKey("a", "bc")).not.toBe(cacheKey("ab", "c"));
});

it("does not give out a file that is cut off, empty or another thing, and forgets it", async () => {
  const key = cacheKey("proof", "1");
  for (const harm of [
    () => truncate(pathOf(key, "thumb"), webp.byteLength - 5),
    () => truncate(pathOf(key, "thumb"), 0),
    () => writeFile(pathOf(key, "thumb"), "<script>alert(1)</script>"),
  ]) {
    await writeCached(key, { thumb: webp });
    await harm();
    expect(await readCached(key, "thumb")).toBeUndefined();
    expect(existsSync(pathOf(key, "thumb"))).toBe(false);
  }
});

it("leaves no half-written file behind, and one that a crash left goes", async () => {
  const key = cacheKey("proof", "1");
  await writeCached(key, { full: webp, thumb: webp });
  expect((await filesLeft()).toSorted()).toEqual(
    [`${key.slice(0, 2)}/${key}.full.webp`, `${key.slice(0, 2)}/${key}.thumb.webp`].toSorted(),
  );
  const abandoned = `${pathOf(key, "thumb")}.x.tmp`;
  const fresh = `${pathOf(key, "thumb")}.y.tmp`;
  await writeFile(abandoned, "half");
  await writeFile(fresh, "half");
  await utimes(abandoned, new Date(Date.now() - 2 * hour), new Date(Date.now() - 2 * hour));
  await sweepCache();
  expect([existsSync(abandoned), existsSync(fresh)]).toEqual([false, true]);
});

it("removes what was not used for the longest time, and reading counts as use", async () => {
  const keys = Array.from({ length: 10 }, (_, index) => cacheKey("proof", String(index)));
  for (const [index, key] of keys.entries()) {
    await writeCached(key, { thumb: webp });
    await age(key, 20 - index);
  }
  const [oldest = "", second = ""] = keys;
  await readCached(oldest, "thumb");
  const left = await sweepCache(webp.byteLength * 9);
  expect(left).toBeLessThanOrEqual(webp.byteLength * 9 * 0.9);
  expect(await readCached(oldest, "thumb")).toEqual(webp);
  expect(await readCached(second, "thumb")).toBeUndefined();
  expect(await filesLeft()).toHaveLength(8);
});

it("sweeps by itself after enough was written", async () => {
  const limits = { ...CACHE_LIMITS };
  Object.assign(CACHE_LIMITS, { maxBytes: webp.byteLength * 20, sweepEveryBytes: webp.byteLength * 5 });
  try {
    for (let index = 0; index < 100; index++)
      await writeCached(cacheKey("proof", String(index)), { thumb: webp });
    expect((await filesLeft()).length).toBeLessThanOrEqual(25);
  } finally {
    Object.assign(CACHE_LIMITS, limits);
  }
});

it("says so when the disk does not take it", async () => {
  await writeFile(join(dataDir, "images"), "a file where the folder should be");
  await expect(writeCached(cacheKey("proof", "1"), { thumb: webp })).rejects.toThrow();
});
