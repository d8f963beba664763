import { type Client, DatabaseError } from "pg";
import { BackupError } from "@/lib/backup/backup-error";
import type { Column } from "@/lib/backup/connect";

/** A table of ours and those of its columns that the archive has. */
export type Target = { table: string; columns: Column[] };

/**
 * Inserts rows, each the JSON text of `to_jsonb`; PostgreSQL alone reads their numbers and times, so that they stay exact.
 *
 * @throws BackupError when a row breaks a rule of the table.
 */
export async function insertRows(client: Client, { table, columns }: Target, rows: string[]): Promise<void> {
  const names = columns.map(({ name }) => `"${name}"`).join(", ");
  try {
    await client.query(
      `INSERT INTO "${table}" (${names}) SELECT ${columns.map(valueOf).join(", ")}
       FROM jsonb_populate_recordset(NULL::"${table}", $1::jsonb) AS kept`,
      [`[${rows.join(",")}]`],
    );
  } catch (cause) {
    if (!(cause instanceof DatabaseError)) throw cause;
    throw new BackupError(
      `Rows of ${table} in the archive do not fit this version: ${cause.message}. Nothing was changed.`,
      { cause },
    );
  }
}

/** JSON cannot tell its own null from the absent value; where a value must be there, it was JSON's null. */
const valueOf = ({ name, type, required }: Column) =>
  type === "jsonb" && required ? `coalesce(kept."${name}", 'null')` : `kept."${name}"`;
