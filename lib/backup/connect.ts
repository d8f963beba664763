import { Client } from "pg";

/** What all our sessions are called, a desk's and ours: how a restore sees that somebody works. */
export const SESSION_NAMES = "proofdesk%";

/** A session of our own without time limits: an archive takes as long as it takes. The caller ends it. */
export async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url, application_name: "proofdesk archive" });
  // A connection lost between two queries also fails the next one, which is where it is reported.
  client.on("error", (): void => undefined);
  await client.connect();
  await client.query(
    "SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0; SET TimeZone = 'UTC'",
  );
  return client;
}

/** A column as the catalog has it. */
export type Column = { name: string; type: string; required: boolean };

/** The stored columns of a table, in their order; none when there is no such table. */
export async function columnsOf(client: Client, table: string): Promise<Column[]> {
  const { rows } = await client.query<Column>(
    `SELECT attname AS name, format_type(atttypid, NULL) AS type, attnotnull AS required FROM pg_attribute
     WHERE attrelid = to_regclass(quote_ident($1)) AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
     ORDER BY attnum`,
    [table],
  );
  return rows;
}
