import { readdir } from "node:fs/promises";
import type { Client } from "pg";
import { BackupError } from "@/lib/backup/backup-error";
import { columnsOf, connect, SESSION_NAMES } from "@/lib/backup/connect";
import { insertRows, type Target } from "@/lib/backup/insert-rows";
import { readArchive } from "@/lib/backup/read-archive";
import type { Header, Table } from "@/lib/backup/schema";
import { KEPT_TABLES, PASSING_TABLES } from "@/lib/backup/tables";
import { MIGRATIONS_FOLDER, migrate } from "@/lib/db/migrate";

/** A batch goes to the database when it has so many characters: few round trips, little memory. */
const BATCH_CHARACTERS = 1_000_000;

const ALL_TABLES = [...KEPT_TABLES, ...PASSING_TABLES].map((table) => `"${table}"`).join(", ");

export type Restored = { createdAt: string; rows: number; waiting: number };

/**
 * Puts an archive into a database that no desk uses and that has nobody in it, or with `replace` in place of what is
 * there; all or nothing. The file is read through once before the database is touched, which is migrated then. A column
 * that the archive does not have takes its default. `waiting` decisions in it had not been sent when it was made: a desk
 * goes on with them at its start.
 *
 * @throws BackupError when the file or the database is not fit for it; nothing of the archive is in the database then.
 * @throws MigrationError when the database cannot be brought to this version.
 */
export async function restoreBackup(
  url: string,
  file: string,
  { replace = false }: { replace?: boolean } = {},
): Promise<Restored> {
  const header = await checkArchive(file);
  await refuseUnknownMigrations(header);
  const client = await connect(url);
  try {
    await refuseUsedDatabase(client, replace);
    await migrate(url);
    await client.query("BEGIN");
    // A desk that starts meanwhile waits here, and then finds the restored rows.
    await client.query(`LOCK TABLE ${ALL_TABLES} IN ACCESS EXCLUSIVE MODE`);
    await refuseUsedDatabase(client, replace);
    await client.query(`TRUNCATE ${ALL_TABLES}`);
    const rows = await insertArchive(client, file);
    await moveSequences(client);
    const waiting = await countWaiting(client);
    await client.query("COMMIT");
    return { createdAt: header.createdAt, rows, waiting };
  } finally {
    // Ends a transaction that was not committed, too.
    await client.end();
  }
}

/** Reads the whole file once, so that a damaged one changes nothing at all. */
async function checkArchive(file: string): Promise<Header> {
  let header: Header | undefined;
  for await (const part of readArchive(file)) if (part.kind === "header") header = part.header;
  if (header === undefined) throw new Error("an archive ended well without a header");
  return header;
}

async function refuseUnknownMigrations({ migrations }: Header): Promise<void> {
  const entries = await readdir(MIGRATIONS_FOLDER, { withFileTypes: true });
  const ours = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const known = ours.toSorted();
  const stranger = migrations.find((name, place) => known[place] !== name);
  if (stranger !== undefined)
    throw new BackupError(
      `The archive has the migration ${stranger}, which does not follow from those of this version: it was made by a newer version, or by a changed one. Nothing was changed. Restore it with the version that made it.`,
    );
}

async function refuseUsedDatabase(client: Client, replace: boolean): Promise<void> {
  const { rowCount } = await client.query(
    `SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE $1
     AND pid <> pg_backend_pid()`,
    [SESSION_NAMES],
  );
  if (rowCount)
    throw new BackupError(
      "A desk (or a command of one) is connected to this database. Nothing was changed. Stop every desk that uses it, then restore.",
    );
  if (replace) return;
  for (const table of ["person", "account_key", "decision"]) {
    if ((await columnsOf(client, table)).length === 0) continue;
    const { rowCount: found } = await client.query(`SELECT FROM "${table}" LIMIT 1`);
    if (found)
      throw new BackupError(
        "There is a desk in this database already. Nothing was changed. Restore into an empty database, or add --replace to delete what is there.",
      );
  }
}

/** Every row of the archive, in the order it has. Returns how many. */
async function insertArchive(client: Client, file: string): Promise<number> {
  let target: Target | undefined;
  let batch: string[] = [];
  let characters = 0;
  let rows = 0;
  const flush = async () => {
    if (target !== undefined && batch.length > 0) await insertRows(client, target, batch);
    batch = [];
    characters = 0;
  };
  for await (const part of readArchive(file)) {
    if (part.kind === "table") {
      await flush();
      target = await targetOf(client, part.table);
    } else if (part.kind === "row") {
      batch.push(part.row);
      rows += 1;
      characters += part.row.length;
      if (characters >= BATCH_CHARACTERS) await flush();
    }
  }
  await flush();
  return rows;
}

/** Where a table's rows go. Names from the file are used only after they were found in our own schema. */
async function targetOf(client: Client, { table, columns }: Table): Promise<Target> {
  if (!KEPT_TABLES.some((name) => name === table))
    throw new BackupError(
      `The archive has the table ${table}, which this version does not. Nothing was changed.`,
    );
  const known = new Map((await columnsOf(client, table)).map((column) => [column.name, column]));
  return {
    table,
    columns: columns.map((name) => {
      const column = known.get(name);
      if (column === undefined)
        throw new BackupError(
          `The archive has the column ${table}.${name}, which this version does not. Nothing was changed.`,
        );
      return column;
    }),
  };
}

/** New rows get ids above all that came with the archive. */
async function moveSequences(client: Client): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string; sequence: string }>(
    `SELECT relname AS table, attname AS column, pg_get_serial_sequence(quote_ident(relname), attname) AS sequence
     FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped
     WHERE pg_class.oid = ANY (SELECT to_regclass(quote_ident(name)) FROM unnest($1::text[]) AS name)
       AND pg_get_serial_sequence(quote_ident(relname), attname) IS NOT NULL`,
    [[...KEPT_TABLES, ...PASSING_TABLES]],
  );
  for (const { table, column, sequence } of rows)
    await client.query(
      `SELECT setval($1::regclass, greatest((SELECT max("${column}") FROM "${table}"), (SELECT last_value FROM ${sequence})))`,
      [sequence],
    );
}

async function countWaiting(client: Client): Promise<number> {
  const { rows } = await client.query<{ waiting: number }>(
    "SELECT count(*)::int AS waiting FROM decision WHERE state IN ('HELD', 'QUEUED')",
  );
  return rows[0]?.waiting ?? 0;
}
