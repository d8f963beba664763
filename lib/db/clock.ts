import type { Db } from "@/lib/db/client";

/**
 * The database's time, the one clock that all replicas share: undo windows, leases, the budget and the age of a read are
 * measured by it. Asked through `tx`, so that a transaction needs no second connection.
 */
export async function databaseTime(tx: Db): Promise<Date> {
  const [row] = await tx.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp()::timestamptz(3) AS now`;
  if (row === undefined) throw new Error("the database did not tell the time");
  return row.now;
}
