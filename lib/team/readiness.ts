import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { SealError } from "@/lib/crypto/seal";
import { db } from "@/lib/db/client";
import { openAccountKey } from "@/lib/gateway/account-key";
import { log } from "@/lib/log";

/** `detail` is for everybody's eyes: what is wrong and who can mend it, no address and no name of anything. */
type Check = { status: "ok"; detail?: string } | { status: "failing"; detail: string };

export type Readiness = { ready: boolean; checks: Record<"database" | "migrations" | "key", Check> };

/**
 * Whether this replica can do its work: the database answers, it has every migration that this version needs, and the
 * stored account key opens with `ENCRYPTION_KEYS`. A desk without a key is ready: it waits to be set up.
 */
export async function readReadiness(): Promise<Readiness> {
  const checks = {
    database: await check("The database does not answer.", checkDatabase),
    migrations: await check("Whether the migrations are applied could not be read.", checkMigrations),
    key: await check("The account key could not be read.", checkKey),
  };
  return { ready: Object.values(checks).every(({ status }) => status === "ok"), checks };
}

async function check(failing: string, look: () => Promise<Check>): Promise<Check> {
  try {
    return await look();
  } catch (err) {
    log().warn({ err }, `not ready: ${failing}`);
    return { status: "failing", detail: failing };
  }
}

async function checkDatabase(): Promise<Check> {
  await db().$queryRaw`SELECT 1`;
  return { status: "ok" };
}

async function checkMigrations(): Promise<Check> {
  // npm runs every script in the project's folder.
  const folder = join(/* turbopackIgnore: true */ process.cwd(), "prisma", "migrations");
  const entries = await readdir(folder, { withFileTypes: true });
  const rows = await db().$queryRaw<{ name: string }[]>`
    SELECT "migration_name" AS "name" FROM "_prisma_migrations"
    WHERE "finished_at" IS NOT NULL AND "rolled_back_at" IS NULL`;
  const applied = new Set(rows.map(({ name }) => name));
  const missing = entries.filter((entry) => entry.isDirectory() && !applied.has(entry.name));
  return missing.length === 0
    ? { status: "ok" }
    : { status: "failing", detail: `The database lacks ${missing.length} migrations; start the desk again.` };
}

async function checkKey(): Promise<Check> {
  try {
    return (await openAccountKey()) === undefined
      ? { status: "ok", detail: "No account key is stored yet." }
      : { status: "ok" };
  } catch (err) {
    if (!(err instanceof SealError)) throw err;
    return {
      status: "failing",
      detail: "The account key does not open; ENCRYPTION_KEYS is not what it was sealed with.",
    };
  }
}
