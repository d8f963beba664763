import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client } from "pg";

/** Prisma's own lock number: a `prisma migrate deploy` and we keep out of each other's way. */
const ADVISORY_LOCK = 72_707_369;

/** As Prisma makes it, letter by letter, so that `prisma migrate status` reads it as its own. */
const CREATE_TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL,
  "checksum" VARCHAR(64) NOT NULL,
  "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL,
  "logs" TEXT,
  "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
  "applied_steps_count" INTEGER NOT NULL DEFAULT 0
)`;

/** Why the migrations stopped: `migration` names the one at fault, the message says what to do. */
export class MigrationError extends Error {
  override readonly name = "MigrationError";

  constructor(
    readonly reason: "edited" | "failed-before" | "unknown" | "failed-now",
    readonly migration: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

type Migration = { name: string; sql: string; checksum: string };
type Applied = { migration_name: string; checksum: string; finished_at: Date | null };

async function readMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.toSorted().map(async (name) => {
      const sql = await readFile(join(folder, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    }),
  );
}

function refuse(applied: Applied[], known: Migration[]): void {
  const byName = new Map(known.map((migration) => [migration.name, migration]));
  for (const row of applied) {
    const name = row.migration_name;
    if (!row.finished_at) {
      throw new MigrationError(
        "failed-before",
        name,
        `The migration ${name} was begun on this database and never finished. Restore a backup, or repair the database by hand and mark it with "npx prisma migrate resolve".`,
      );
    }
    const migration = byName.get(name);
    if (!migration) {
      throw new MigrationError(
        "unknown",
        name,
        `This database has the migration ${name}, which this version of Proofdesk does not know: it was last used by a newer one. Start that version, or restore a backup made by this one.`,
      );
    }
    if (migration.checksum !== row.checksum) {
      throw new MigrationError(
        "edited",
        name,
        `The migration ${name} was changed after it had been applied to this database. Put the file prisma/migrations/${name}/migration.sql back as it was; changes belong in a new migration.`,
      );
    }
  }
}

async function apply(client: Client, { name, sql, checksum }: Migration): Promise<void> {
  const startedAt = new Date();
  await client.query("BEGIN");
  try {
    await client.query(sql);
    // In the same transaction as its effects: after a crash either both are there or neither.
    await client.query(
      `INSERT INTO "_prisma_migrations"
         ("id", "checksum", "migration_name", "started_at", "finished_at", "applied_steps_count")
       VALUES ($1, $2, $3, $4, clock_timestamp(), 1)`,
      [randomUUID(), checksum, name, startedAt],
    );
    await client.query("COMMIT");
  } catch (cause) {
    await client.query("ROLLBACK");
    throw new MigrationError(
      "failed-now",
      name,
      `The migration ${name} failed and was undone; nothing of it is in the database: ${cause instanceof Error ? cause.message : cause}`,
      { cause },
    );
  }
}

/** Where the project's migrations lie. */
export const MIGRATIONS_FOLDER = fileURLToPath(new URL("../../prisma/migrations", import.meta.url));

/**
 * Brings a database up to date: applies the migrations it does not have yet, in the order of their names, each in a
 * transaction of its own, and books them as Prisma would. Several replicas may call this at once: one works, the others
 * wait for it and then find nothing to do. Therefore the address must lead to a session of its own (a pooler in
 * transaction mode loses the lock).
 *
 * @returns the names of the migrations applied now.
 * @throws MigrationError naming the migration that is unknown, edited, half-applied, or fails now.
 * @throws the driver's error when the database cannot be reached.
 */
export async function migrate(databaseUrl: string, folder = MIGRATIONS_FOLDER): Promise<string[]> {
  const known = await readMigrations(folder);
  const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  // A connection lost between two queries also fails the next one, which is where it is reported.
  client.on("error", (): void => undefined);
  await client.connect();
  try {
    // Waiting for another replica, or filling a big table, may well take longer than what a query may take.
    await client.query(
      "SET statement_timeout = 0; SET lock_timeout = 0; SET idle_in_transaction_session_timeout = 0",
    );
    await client.query("SELECT pg_advisory_lock($1)", [ADVISORY_LOCK]);
    await client.query(CREATE_TABLE);
    const { rows } = await client.query<Applied>(
      `SELECT "migration_name", "checksum", "finished_at" FROM "_prisma_migrations" WHERE "rolled_back_at" IS NULL`,
    );
    refuse(rows, known);
    const done = new Set(rows.map((row) => row.migration_name));
    const pending = known.filter(({ name }) => !done.has(name));
    for (const migration of pending) await apply(client, migration);
    return pending.map(({ name }) => name);
  } finally {
    // Closing the session frees the lock.
    await client.end();
  }
}
