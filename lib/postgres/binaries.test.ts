import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { canRun, copyWithinReach, findBinaries, restoreSymlinks } from "@/lib/postgres/binaries";
import { firstBlockedFolder, serverUser } from "@/lib/postgres/system-user";

let folder: string;
let native: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "proofdesk-binaries-"));
  await chmod(folder, 0o711);
  native = join(folder, "checkout", "native");
  await mkdir(join(native, "bin"), { recursive: true });
  await mkdir(join(native, "lib"));
  await writeFile(join(native, "bin", "postgres"), "a program", { mode: 0o755 });
  await writeFile(join(native, "lib", "libpq.so.5.18"), "a library");
  await writeFile(join(native, "lib", "libpq.a"), "only for compilers");
  await writeFile(
    join(native, "pg-symlinks.json"),
    JSON.stringify([{ source: "native/lib/libpq.so.5.18", target: "native/lib/libpq.so.5" }]),
  );
});

afterEach(() => rm(folder, { recursive: true }));

describe("the binaries", () => {
  it("get their symbolic links, relative and once", async () => {
    await restoreSymlinks(native);
    await restoreSymlinks(native);
    expect((await lstat(join(native, "lib", "libpq.so.5"))).isSymbolicLink()).toBe(true);
    expect(await readFile(join(native, "lib", "libpq.so.5"), "utf8")).toBe("a library");
  });

  it("are copied whole, once, readable by others and writable only by us", async () => {
    await restoreSymlinks(native);
    await chmod(join(folder, "checkout"), 0o700);
    const copies = await Promise.all([1, 2].map(() => copyWithinReach(native, folder, "18.4")));
    expect(new Set(copies)).toEqual(new Set([join(folder, "postgres-binaries-18.4")]));
    const copy = copies[0] ?? "";
    expect((await lstat(copy)).mode & 0o777).toBe(0o755);
    expect((await lstat(join(copy, "bin", "postgres"))).mode & 0o777).toBe(0o755);
    expect(await readFile(join(copy, "lib", "libpq.so.5"), "utf8")).toBe("a library");
    expect(await readdir(join(copy, "lib"))).not.toContain("libpq.a");
    expect((await readdir(folder)).toSorted()).toEqual(["checkout", "postgres-binaries-18.4"]);
  });

  it("of npm's package are found and tell their version", async () => {
    const found = await findBinaries({ user: null, cacheFolder: folder });
    expect(found.version).toMatch(new RegExp(`^${found.major}\\.\\d+$`));
    expect(found.major).toBeGreaterThanOrEqual(17);
  });

  it.runIf(process.getuid?.() === 0)("out of the server user's reach are noticed", async () => {
    await writeFile(join(native, "bin", "postgres"), "#!/bin/sh\nexit 0\n");
    const user = await serverUser({ dataFolder: join(folder, "none") });
    expect(await canRun(join(native, "bin"), user)).toBe(true);
    await chmod(join(native, "bin", "postgres"), 0o700);
    expect(await canRun(join(native, "bin"), user)).toBe(false);
    await chmod(join(native, "bin", "postgres"), 0o755);
    await chmod(join(folder, "checkout"), 0o700);
    expect(await canRun(join(native, "bin"), user)).toBe(false);
    expect(await firstBlockedFolder(join(native, "bin"), user)).toBe(join(folder, "checkout"));
  });
});
