import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Env, readEnv } from "@/lib/env";
import { PlainFailure } from "@/lib/commands/plain-failure";

/** The folder of package.json, wherever the command was called from. */
export const PROJECT_FOLDER = fileURLToPath(new URL("../../", import.meta.url));

/**
 * The configuration of a command: the environment, completed from `.env` (what is set already wins, also when empty).
 * Parsed anew at each call: `env()` must not be asked before a command has put the database's address into place.
 *
 * @throws PlainFailure with one line per problem.
 */
export function readConfiguration(): Env {
  const file = join(PROJECT_FOLDER, ".env");
  if (existsSync(file)) process.loadEnvFile(file);
  const read = readEnv(process.env);
  if (read.ok) return read.env;
  const advice = existsSync(file)
    ? "Mend them in .env or in the environment."
    : "There is no .env yet: npm run quickstart makes one.";
  throw new PlainFailure([...read.problems, advice].join("\n"));
}
