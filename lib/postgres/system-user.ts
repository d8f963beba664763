import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import { invoke } from "@/lib/postgres/invoke";
import { PrivatePostgresError, systemErrorCode } from "@/lib/postgres/private-postgres-error";

export type SystemUser = { name: string; uid: number; gid: number };

async function lookUp(name: string): Promise<SystemUser | null> {
  const [uid, gid] = await Promise.all([invoke("id", ["-u", name], null), invoke("id", ["-g", name], null)]);
  if (uid.exitCode !== 0 || gid.exitCode !== 0) return null;
  return { name, uid: Number(uid.output), gid: Number(gid.output) };
}

async function ownerOf(path: string): Promise<{ uid: number; gid: number } | null> {
  try {
    return await stat(path);
  } catch (error) {
    if (systemErrorCode(error) === "ENOENT") return null;
    throw error;
  }
}

/**
 * Whom PostgreSQL runs as. PostgreSQL refuses to run as root, so a desk started by root borrows a user: the wanted one
 * (EMBEDDED_PG_USER), else the one that already owns the data, else `postgres`, else `nobody`.
 * `null` means "as ourselves", the ordinary case.
 *
 * @throws PrivatePostgresError `no-user`, or `wrong-owner` when the data belongs to somebody we cannot become.
 */
export async function serverUser(options: {
  wanted?: string | undefined;
  dataFolder: string;
}): Promise<SystemUser | null> {
  const ourUid = process.getuid?.();
  const owner = await ownerOf(options.dataFolder);
  if (ourUid !== 0) {
    if (!owner || ourUid === undefined || owner.uid === ourUid) return null;
    throw new PrivatePostgresError(
      "wrong-owner",
      `The database folder ${options.dataFolder} belongs to the user with the id ${owner.uid}, and this desk runs as ${ourUid}. Start the desk as the user who started it before (or as root), or set DATA_DIR to another folder.`,
    );
  }
  if (options.wanted) {
    const wanted = await lookUp(options.wanted);
    if (wanted && wanted.uid !== 0) return wanted;
    throw new PrivatePostgresError(
      "no-user",
      wanted
        ? `EMBEDDED_PG_USER is ${options.wanted}, which is root, and PostgreSQL refuses to run as root. Name an unprivileged user.`
        : `EMBEDDED_PG_USER names ${options.wanted}, but this machine has no such user. Name an existing unprivileged user.`,
    );
  }
  if (owner && owner.uid !== 0) return { name: `user ${owner.uid}`, uid: owner.uid, gid: owner.gid };
  const found = (await lookUp("postgres")) ?? (await lookUp("nobody"));
  if (found) return found;
  throw new PrivatePostgresError(
    "no-user",
    "PostgreSQL refuses to run as root, and this machine has neither a user postgres nor nobody. Start the desk as a plain user, or name one in EMBEDDED_PG_USER.",
  );
}

/**
 * The outermost folder on the way to (and including) `folder` that `user` may not enter, or null when the way is free.
 * The kernel is asked by becoming the user: modes alone would miss access lists and read-only mounts.
 */
export async function firstBlockedFolder(folder: string, user: SystemUser | null): Promise<string | null> {
  if (!user) return null;
  const way = [folder];
  for (let at = dirname(folder); at !== way[0]; at = dirname(at)) way.unshift(at);
  const script = `for folder; do [ -x "$folder" ] || { printf %s "$folder"; exit 1; }; done`;
  const { exitCode, output } = await invoke("/bin/sh", ["-c", script, "sh", ...way], user);
  return exitCode === 0 ? null : output;
}
