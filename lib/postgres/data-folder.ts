import { chmod, chown, mkdir, mkdtemp, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { Binaries } from "@/lib/postgres/binaries";
import { invoke } from "@/lib/postgres/invoke";
import { PrivatePostgresError, systemErrorCode } from "@/lib/postgres/private-postgres-error";
import { firstBlockedFolder, type SystemUser } from "@/lib/postgres/system-user";

/** The role and the database that initdb and we make; the role owns everything. */
export const DATABASE_NAME = "proofdesk";

/** Where the server's files lie within DATA_DIR. */
export function dataFolderIn(dataDir: string): string {
  return join(dataDir, "postgres");
}

/** Makes `path` belong to the user that PostgreSQL runs as; null = it runs as us. */
export async function giveTo(path: string, user: SystemUser | null): Promise<void> {
  if (user) await chown(path, user.uid, user.gid);
}

/**
 * Makes DATA_DIR when it is missing, closed to others but passable for the server's user where that is another one.
 *
 * @throws PrivatePostgresError `folder-unreachable` when we may not make or write it.
 */
export async function prepareDataDir(dataDir: string): Promise<void> {
  try {
    const made = await mkdir(dataDir, { recursive: true });
    if (!made) return;
    // All the folders just made, whatever the umask: `made` is the outermost.
    for (let at = resolve(dataDir); at.startsWith(resolve(made)); at = dirname(at)) {
      await chmod(at, process.getuid?.() === 0 ? 0o711 : 0o700);
    }
  } catch (cause) {
    throw new PrivatePostgresError(
      "folder-unreachable",
      `The data folder ${dataDir} cannot be made (${systemErrorCode(cause) ?? cause}). Give this user the right to write there, or set DATA_DIR to another folder.`,
      { cause },
    );
  }
}

/** @throws PrivatePostgresError `folder-unreachable`, naming the folder that blocks the server's user. */
export async function requireReach(dataDir: string, user: SystemUser | null): Promise<void> {
  const blocked = await firstBlockedFolder(dataDir, user);
  if (!blocked) return;
  throw new PrivatePostgresError(
    "folder-unreachable",
    `PostgreSQL refuses to run as root and so runs as ${user?.name}, who may not enter ${blocked} and therefore cannot reach the data folder ${dataDir}. Allow it (chmod o+x ${blocked}), or set DATA_DIR to a folder that user can reach (such as /var/lib/proofdesk), or name another user in EMBEDDED_PG_USER.`,
  );
}

/** The major version that made the folder, or null when there is none yet. */
async function dataVersion(dataFolder: string): Promise<number | null> {
  try {
    return Number.parseInt(await readFile(join(dataFolder, "PG_VERSION"), "utf8"), 10);
  } catch (error) {
    if (systemErrorCode(error) === "ENOENT") return null;
    throw error;
  }
}

async function makePermanent(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * initdb into a folder beside, then one rename: an interrupted initdb never becomes the data. Remains of one are
 * removed first; the caller holds the lock, so they are nobody's.
 */
async function create(
  dataDir: string,
  binaries: Binaries,
  user: SystemUser | null,
  durable: boolean,
): Promise<void> {
  for (const name of await readdir(dataDir)) {
    if (name.startsWith("postgres.new-")) await rm(join(dataDir, name), { recursive: true, force: true });
  }
  const unfinished = await mkdtemp(join(dataDir, "postgres.new-"));
  await giveTo(unfinished, user);
  const { exitCode, output } = await invoke(
    join(binaries.binDir, "initdb"),
    [
      `--pgdata=${unfinished}`,
      `--username=${DATABASE_NAME}`,
      // No password on the socket: its folder is closed (0700) to all but the server's user and root, who can read the
      // data files anyway. Matching system users by name (`peer`) would lock out containers whose user has no name,
      // and protect nothing more.
      "--auth=trust",
      "--encoding=UTF8",
      // PostgreSQL's own C.UTF-8 sorts the same on every machine; older versions only know the system's.
      ...(binaries.major >= 17
        ? ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        : ["--locale=C.UTF-8"]),
      "--data-checksums",
      ...(durable ? [] : ["--no-sync"]),
    ],
    user,
  );
  if (exitCode !== 0) {
    await rm(unfinished, { recursive: true, force: true });
    throw new PrivatePostgresError("server-failed", `PostgreSQL could not make its data folder: ${output}`);
  }
  await rename(unfinished, dataFolderIn(dataDir));
  if (durable) await makePermanent(dataDir);
}

/**
 * Makes sure that `DATA_DIR/postgres` is a data folder of this major version which `user` owns. Call it under the lock
 * and only while no server runs on it.
 *
 * @throws PrivatePostgresError `other-version`, or `server-failed` when initdb fails.
 */
export async function ensureDataFolder(
  dataDir: string,
  binaries: Binaries,
  user: SystemUser | null,
  durable: boolean,
): Promise<void> {
  const dataFolder = dataFolderIn(dataDir);
  const major = await dataVersion(dataFolder);
  if (major === null) return create(dataDir, binaries, user, durable);
  if (major !== binaries.major) {
    throw new PrivatePostgresError(
      "other-version",
      `The data in ${dataFolder} was written by PostgreSQL ${major}, and this is PostgreSQL ${binaries.version}, which cannot read it. The way over: with the PostgreSQL ${major} of before (its bin folder in EMBEDDED_PG_BIN) run "npm run admin -- backup FILE", move ${dataFolder} away, then with this one run "npm run admin -- restore FILE".`,
    );
  }
  if (user && (await stat(dataFolder)).uid !== user.uid) {
    const { exitCode, output } = await invoke("chown", ["-R", `${user.uid}:${user.gid}`, dataFolder], null);
    if (exitCode !== 0) {
      throw new PrivatePostgresError(
        "wrong-owner",
        `${dataFolder} cannot be given to ${user.name}: ${output}`,
      );
    }
  }
}
