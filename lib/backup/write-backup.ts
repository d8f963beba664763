import { createHash, randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rename, rm, stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type { Client } from "pg";
import { BackupError, fileTrouble } from "@/lib/backup/backup-error";
import { columnsOf, connect } from "@/lib/backup/connect";
import { FORMAT, FORMAT_VERSION, type Header, ROW_BEGIN, ROW_END, type Table } from "@/lib/backup/schema";
import { KEPT_TABLES } from "@/lib/backup/tables";

const ROWS_AT_A_TIME = 1_000;

/**
 * Writes an archive of the desk's own tables to `file`, beside a desk that runs: all of it is read in one snapshot. The
 * file appears whole or not at all (an older one of that name is replaced), readable by its owner only. Secrets are in
 * it as the database has them: sealed or hashed.
 *
 * @throws BackupError when the database has no desk in it, or the file cannot be written.
 */
export async function writeBackup(url: string, file: string): Promise<{ rows: number; bytes: number }> {
  const client = await connect(url);
  const part = `${file}.${randomUUID().slice(0, 8)}.part`;
  try {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    const tables = await readTables(client);
    const header = await readHeader(client, tables);
    let rows = 0;
    const sealed = createWriteStream(part, { flags: "wx", mode: 0o600, flush: true });
    const lines = archive(client, header, tables, (count) => {
      rows += count;
    });
    await pipeline(lines, createGzip(), sealed);
    const { size: bytes } = await stat(part);
    await rename(part, file);
    return { rows, bytes };
  } catch (error) {
    await rm(part, { force: true });
    throw error instanceof BackupError ? error : fileTrouble(error, file, "written");
  } finally {
    await client.end();
  }
}

/** The tables that are there: a database that waits for its migrations has fewer, and fewer columns. */
async function readTables(client: Client): Promise<Table[]> {
  const tables: Table[] = [];
  for (const table of KEPT_TABLES) {
    const columns = await columnsOf(client, table);
    if (columns.length > 0) tables.push({ table, columns: columns.map(({ name }) => name) });
  }
  if (tables.length === 0)
    throw new BackupError("There is no desk in this database yet: nothing to back up.");
  return tables;
}

async function readHeader(client: Client, tables: Table[]): Promise<Header> {
  const { rows } = await client.query<{ name: string; now: Date }>(
    `SELECT "migration_name" AS name, now() FROM "_prisma_migrations"
     WHERE "finished_at" IS NOT NULL AND "rolled_back_at" IS NULL ORDER BY "migration_name"`,
  );
  return {
    format: FORMAT,
    version: FORMAT_VERSION,
    migrations: rows.map(({ name }) => name),
    createdAt: (rows[0]?.now ?? new Date()).toISOString(),
    tables: tables.map(({ table }) => table),
  };
}

async function* archive(
  client: Client,
  header: Header,
  tables: Table[],
  count: (rows: number) => void,
): AsyncGenerator<string> {
  const hash = createHash("sha256");
  const hashed = (text: string) => {
    hash.update(text);
    return text;
  };
  const counts: Record<string, number> = {};
  yield hashed(`${JSON.stringify(header)}\n`);
  for (const table of tables) {
    yield hashed(`${JSON.stringify(table)}\n`);
    let rows = 0;
    for await (const batch of rowsOf(client, table.table)) {
      rows += batch.length;
      yield hashed(batch.map((row) => `${ROW_BEGIN}${row}${ROW_END}\n`).join(""));
    }
    counts[table.table] = rows;
    count(rows);
  }
  yield `${JSON.stringify({ end: { rows: counts, sha256: hash.digest("hex") } })}\n`;
}

async function* rowsOf(client: Client, table: string): AsyncGenerator<string[]> {
  await client.query(
    `DECLARE archived NO SCROLL CURSOR FOR SELECT to_jsonb(kept)::text AS row FROM "${table}" AS kept`,
  );
  for (;;) {
    const { rows } = await client.query<{ row: string }>(`FETCH ${ROWS_AT_A_TIME} FROM archived`);
    if (rows.length === 0) break;
    yield rows.map(({ row }) => row);
  }
  await client.query("CLOSE archived");
}
