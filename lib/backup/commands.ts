import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { BackupError } from "@/lib/backup/backup-error";
import { restoreBackup } from "@/lib/backup/restore-backup";
import { writeBackup } from "@/lib/backup/write-backup";

/** The database at `url`; a relative FILE is meant from `folder`. */
type Place = { url: string; folder: string };

/** How a command went, and what to print about it. */
type Outcome = { ok: boolean; message: string };

/** `backup FILE`: writes an archive of the desk, which may run meanwhile. */
export async function backupCommand(args: string[], { url, folder }: Place): Promise<Outcome> {
  const { file, replace } = read(args);
  if (file === undefined || replace) return { ok: false, message: "Usage: backup FILE" };
  return told(async () => {
    const { rows, bytes } = await writeBackup(url, resolve(folder, file));
    return [
      `Wrote ${file}: ${rows} rows, ${Math.ceil(bytes / 1024)} KiB.`,
      "It holds the account key sealed and passwords hashed. ENCRYPTION_KEYS are not in it: keep them elsewhere, or the account key will not open again.",
    ];
  });
}

/** `restore FILE [--replace]`: puts an archive into the database, while no desk runs. */
export async function restoreCommand(args: string[], { url, folder }: Place): Promise<Outcome> {
  const { file, replace } = read(args);
  if (file === undefined) return { ok: false, message: "Usage: restore FILE [--replace]" };
  return told(async () => {
    const { createdAt, rows, waiting } = await restoreBackup(url, resolve(folder, file), { replace });
    return [
      `Restored ${rows} rows as they were at ${createdAt}. The account key in them opens with the ENCRYPTION_KEYS of that time.`,
      ...(waiting === 0
        ? []
        : [`Decisions in it that had not been sent yet: ${waiting}. A desk sends them when it starts.`]),
    ];
  });
}

function read(args: string[]): { file?: string; replace: boolean } {
  try {
    const { values, positionals } = parseArgs({
      args,
      options: { replace: { type: "boolean", default: false } },
      allowPositionals: true,
    });
    return { file: positionals.length === 1 ? positionals[0] : undefined, replace: values.replace };
  } catch (err) {
    // An unknown option: the caller prints the usage, which says what would be right.
    if (err instanceof TypeError) return { replace: false };
    throw err;
  }
}

async function told(work: () => Promise<string[]>): Promise<Outcome> {
  try {
    return { ok: true, message: (await work()).join("\n") };
  } catch (err) {
    if (err instanceof BackupError) return { ok: false, message: err.message };
    throw err;
  }
}
