import { Client } from "pg";
import type { Desk } from "@/e2e/support/desk";
import { findPrivatePostgres } from "@/lib/postgres/private-server";

/** Rows of the running desk's private PostgreSQL: for what no page and no API tells. */
export async function queryDesk<Row extends object>(
  desk: Desk,
  sql: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const url = await findPrivatePostgres(desk.dataDir);
  if (url === null) throw new Error(`no PostgreSQL runs for ${desk.dataDir}`);
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql, [...values])).rows;
  } finally {
    await client.end();
  }
}

/**
 * Lets the waiting time of closed doors (a refused key, missing money) be over: they stay closed for minutes, and their
 * next probe is what a test is about, not the minutes. The desk is woken as it wakes itself.
 */
export async function endWaits(desk: Desk): Promise<void> {
  await queryDesk(desk, "UPDATE pause SET until = now() WHERE until IS NOT NULL");
  await queryDesk(desk, "SELECT pg_notify('proofdesk_wake', '')");
}
