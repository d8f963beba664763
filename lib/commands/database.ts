import { Client } from "pg";
import type { Env } from "@/lib/env";
import { findPrivatePostgres, startPrivatePostgres } from "@/lib/postgres/private-server";
import { PlainFailure } from "@/lib/commands/plain-failure";

export type OpenDatabase = { url: string; close(): Promise<void> };

const REASONS: Record<string, string> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "the host's name is unknown",
  EAI_AGAIN: "the host's name cannot be looked up",
  EHOSTUNREACH: "the host cannot be reached",
  ETIMEDOUT: "the host does not answer",
  "28P01": "it refuses the user or the password",
  "28000": "it refuses the user",
  "3D000": "it has no database of that name",
};

/** The address without user and password, for messages. */
function nameOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}

async function requireAnswer(url: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  // The failing call below tells what happened; the event would only end the process.
  client.on("error", (): void => undefined);
  try {
    await client.connect();
    await client.query("SELECT 1");
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
    const reason = REASONS[code] ?? (cause instanceof Error ? cause.message : String(cause));
    throw new PlainFailure(
      `The database ${nameOf(url)} cannot be used: ${reason}. Check DATABASE_URL and that the server runs, or leave DATABASE_URL empty for a private PostgreSQL.`,
      { cause },
    );
  } finally {
    await client.end();
  }
}

/**
 * The database to work with: the server of DATABASE_URL, else a private PostgreSQL that `close` stops again.
 *
 * @param address how this process is named to another that wants the same DATA_DIR
 * @throws PlainFailure or PrivatePostgresError in words for the person.
 */
export async function openDatabase(
  env: Env,
  address: string,
  log: (line: string) => void,
): Promise<OpenDatabase> {
  if (env.databaseUrl) {
    await requireAnswer(env.databaseUrl);
    return { url: env.databaseUrl, close: async () => undefined };
  }
  const server = await startPrivatePostgres({
    dataDir: env.dataDir,
    binDir: env.embeddedPgBin,
    user: env.embeddedPgUser,
    address,
    log,
  });
  if (server.adopted) log("Took over the database that the last run left running.");
  return { url: server.url, close: server.stop };
}

/** As `openDatabase`, but beside a desk that runs already: then its private PostgreSQL is used, and left running. */
export async function joinDatabase(
  env: Env,
  address: string,
  log: (line: string) => void,
): Promise<OpenDatabase> {
  const running = env.databaseUrl ? null : await findPrivatePostgres(env.dataDir);
  return running ? { url: running, close: async () => undefined } : openDatabase(env, address, log);
}
