import type { Db } from "@/lib/db/client";
import type { Money } from "@/lib/money";
import { emit } from "@/lib/runtime/emit";

/**
 * Keeps the balance that was just read, and tells open pages when it is another one. `asOf` is when it was read (now
 * unless told); an answer older than what stands is dropped.
 */
export async function storeBalance(tx: Db, balance: Money, asOf: Date = new Date()): Promise<void> {
  const [moved] = await tx.$queryRaw<{ changed: boolean }[]>`
    WITH before AS (SELECT amount FROM balance WHERE id = 1)
    INSERT INTO balance AS b (id, amount, as_of) VALUES (1, ${balance}::numeric, ${asOf})
    ON CONFLICT (id) DO UPDATE SET amount = EXCLUDED.amount, as_of = EXCLUDED.as_of WHERE b.as_of <= EXCLUDED.as_of
    RETURNING b.amount IS DISTINCT FROM (SELECT amount FROM before) AS changed`;
  if (moved?.changed === true) await emit(tx, [{ type: "balance", balance }]);
}
