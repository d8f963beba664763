import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { migrate } from "@/lib/db/migrate";
import { log } from "@/lib/log";
import { addresses } from "@/lib/commands/addresses";
import { PROJECT_FOLDER, readConfiguration } from "@/lib/commands/configuration";
import { openDatabase } from "@/lib/commands/database";
import { explain, PlainFailure } from "@/lib/commands/plain-failure";
import { freePort } from "@/lib/commands/port";
import { onStopSignal } from "@/lib/commands/stop-signals";

/** `npm start` (and with `--dev`, `npm run dev`): database, migrations, then the app, all in this process. */

const dev = process.argv.includes("--dev");
const say = (line: string) => void process.stdout.write(`${line}\n`);
const complain = (error: unknown) => void process.stderr.write(`${explain(error)}\n`);

/** What has to be undone at the end, latest first. */
const releases: (() => Promise<void>)[] = [];
let stopping = false;

async function start(): Promise<void> {
  const env = readConfiguration();
  const port = await freePort(env.port, env.host);
  // PORT may be 0 and then is known only now, so the address that stands for a missing NEXTAUTH_URL is made here.
  const nextauthUrl = process.env.NEXTAUTH_URL ? env.nextauthUrl : undefined;
  const { address, ready } = addresses({ host: env.host, port, nextauthUrl });
  if (!dev && !existsSync(join(PROJECT_FOLDER, ".next", "BUILD_ID"))) {
    throw new PlainFailure("The app has not been built yet: run npm run build, then npm start again.");
  }

  const database = await openDatabase(env, address, say);
  releases.push(database.close);
  if (stopping) return;
  for (const name of await migrate(database.url)) say(`Applied the migration ${name}.`);
  if (stopping) return;

  // Next and the app in it read these; they must stand before the first of their modules is loaded.
  Object.assign(process.env, {
    NODE_ENV: dev ? "development" : "production",
    DATABASE_URL: database.url,
    PORT: String(port),
    // A desk on somebody's own machine reports to nobody.
    NEXT_TELEMETRY_DISABLED: "1",
    NEXTAUTH_URL: address,
  });
  if (env.withoutEffect.length > 0)
    log().warn({ variables: env.withoutEffect }, "these variables have no effect in this version yet");
  const { serveApp } = await import("@/lib/commands/web-server");
  const app = await serveApp({ dev, host: env.host, port, trustedProxies: env.trustedProxies });
  // Before PostgreSQL stops, or every idle connection would complain of it.
  releases.push(async () => (await import("@/lib/db/client")).closeDatabase(), app.close);
  if (!stopping) for (const line of ready) say(line);
}

async function releaseAll(): Promise<boolean> {
  let clean = true;
  for (const release of releases.splice(0).toReversed()) {
    try {
      await release();
    } catch (error) {
      clean = false;
      complain(error);
    }
  }
  return clean;
}

const started = start().catch(async (error: unknown) => {
  complain(error);
  await releaseAll();
  process.exit(1);
});

onStopSignal(async () => {
  stopping = true;
  // A start under way is let come to rest first: a server it is just starting would else be left alone.
  await Promise.race([started, sleep(5_000)]);
  process.exit((await releaseAll()) ? 0 : 1);
});

// As `next start` does it: what one request failed to catch must not end the work of everybody else.
process.on("uncaughtException", complain);
process.on("unhandledRejection", complain);
