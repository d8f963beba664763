import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { Prisma, PrismaClient } from "@/lib/db/generated/client";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { singleton } from "@/lib/process/singleton";

/** What both the client and a transaction of it can do. */
export type Db = Omit<
  PrismaClient,
  "$connect" | "$disconnect" | "$on" | "$transaction" | "$use" | "$extends"
>;

const POOL_SIZE = 15;

/** The pool under Prisma, for what Prisma has no word for (LISTEN, the sign-in limiter). */
export function dbPool(): pg.Pool {
  return singleton("db.pool", () => {
    const pool = new pg.Pool({
      connectionString: env().databaseUrl,
      max: POOL_SIZE,
      application_name: "proofdesk",
      connectionTimeoutMillis: 5_000,
      // A statement that hangs must not hold a lease or a lock for ever.
      statement_timeout: 60_000,
      idle_in_transaction_session_timeout: 30_000,
    });
    // An idle connection that breaks (a server restart) is replaced by the next query; it is no crash. The error itself
    // carries the whole client.
    pool.on("error", ({ message }) => log().warn({ message }, "an idle database connection broke"));
    return pool;
  });
}

/** The database of this process; connects at the first query, never on import. */
export function db(): PrismaClient {
  return singleton(
    "db.client",
    () => new PrismaClient({ adapter: new PrismaPg(dbPool(), { disposeExternalPool: false }) }),
  );
}

const ATTEMPTS = 3;

/**
 * Deadlocks (40P01) and serialization failures (40001): the database asks to be asked again. Prisma calls them P2034,
 * but P2010 when they befall a raw statement.
 */
function asksAgain(err: unknown): boolean {
  if (!(err instanceof Prisma.PrismaClientKnownRequestError)) return false;
  if (err.code === "P2034") return true;
  return err.code === "P2010" && /40P01|40001|deadlock detected|could not serialize/.test(err.message);
}

/**
 * Runs `work` in one transaction (read committed; rows that matter are locked by the statements themselves). `work`
 * must do nothing but database work: it is rolled back when it throws, and run again after a deadlock.
 */
export async function transaction<T>(work: (tx: Db) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db().$transaction((tx) => work(tx as Db), { maxWait: 10_000, timeout: 30_000 });
    } catch (err) {
      if (!asksAgain(err) || attempt === ATTEMPTS) throw err;
    }
  }
}

/** Closes this process's connections, for a command that ends. */
export async function closeDatabase(): Promise<void> {
  await db().$disconnect();
  await dbPool().end();
}
