import { createHash, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { dataFolderIn, prepareDataDir } from "@/lib/postgres/data-folder";
import { firstBlockedFolder, serverUser } from "@/lib/postgres/system-user";
import { PROJECT_FOLDER } from "@/lib/commands/configuration";
import { explain } from "@/lib/commands/plain-failure";

/** Used by quickstart: writes `.env` with fresh secrets unless there is one. What stands in it holds for demo and real work alike. */

const FILE = join(PROJECT_FOLDER, ".env");

/** A folder for the data other than ./data, needed where root's clone is out of the database user's reach; else null. */
async function dataDirElsewhere(): Promise<{ dataDir: string; why: string } | null> {
  if (process.env.DATA_DIR || process.env.DATABASE_URL) return null;
  const user = await serverUser({
    wanted: process.env.EMBEDDED_PG_USER || undefined,
    dataFolder: dataFolderIn(resolve(PROJECT_FOLDER, "data")),
  });
  const blocked = await firstBlockedFolder(PROJECT_FOLDER, user);
  if (!blocked) return null;
  const id = createHash("sha256").update(PROJECT_FOLDER).digest("hex").slice(0, 8);
  return {
    dataDir: `/var/lib/proofdesk-${id}`,
    why: `PostgreSQL refuses to run as root and so runs as ${user?.name}, who may not enter ${blocked}`,
  };
}

async function writeFreshEnv(): Promise<void> {
  if (existsSync(FILE)) return;
  const elsewhere = await dataDirElsewhere();
  if (elsewhere) await prepareDataDir(elsewhere.dataDir);
  const lines = [
    "# Made by npm run quickstart, which never overwrites it. Keep it safe and out of version control:",
    "# without ENCRYPTION_KEYS the stored account key cannot be opened again.",
    `ENCRYPTION_KEYS=k1:${randomBytes(32).toString("base64")}`,
    `NEXTAUTH_SECRET=${randomBytes(32).toString("base64")}`,
    ...(elsewhere ? [`# ${elsewhere.why}.`, `DATA_DIR=${elsewhere.dataDir}`] : []),
  ];
  await writeFile(FILE, `${lines.join("\n")}\n`, { mode: 0o600, flag: "wx" });
  process.stdout.write("Wrote .env with fresh secrets.\n");
  if (elsewhere) process.stdout.write(`The data goes to ${elsewhere.dataDir}: ${elsewhere.why}.\n`);
}

try {
  await writeFreshEnv();
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
}
