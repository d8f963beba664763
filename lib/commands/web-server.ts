import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import next from "next";
import { runShutdownSteps } from "@/lib/process/shutdown";
import { stampCallerAddress } from "@/lib/team/caller-address";
import { PROJECT_FOLDER } from "@/lib/commands/configuration";
import { portTrouble } from "@/lib/commands/port";

/** How long the app's own shutdown steps may take, and after them requests that are still being answered. */
const STEPS_MS = 2_000;
const DRAIN_MS = 1_000;

/**
 * Serves the app with Next inside this very process: one `kill` takes the whole desk, and nothing of it is orphaned.
 *
 * @returns `close`: takes no more connections, runs the app's shutdown steps (live streams end, the loops stop), lets
 *   requests under way finish for a moment, then cuts what is left. At most some three seconds.
 * @throws PlainFailure when the port was taken meanwhile.
 */
export async function serveApp(options: {
  dev: boolean;
  host: string;
  port: number;
  /** How many proxies of the operator's own stand in front. */
  trustedProxies: number;
}): Promise<{ close(): Promise<void> }> {
  const { dev, host, port, trustedProxies } = options;
  const server = createServer();
  const app = next({ dev, hostname: host, port, dir: PROJECT_FOLDER, httpServer: server });
  await app.prepare();
  const handle = app.getRequestHandler();
  server.on("request", (request, response) => {
    stampCallerAddress(request, trustedProxies);
    handle(request, response).catch((error: unknown) => {
      process.stderr.write(`A request failed outside the app: ${error}\n`);
      response.destroy();
    });
  });
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, host, resolve);
    });
  } catch (error) {
    await app.close();
    throw portTrouble(error, port, host) ?? error;
  }
  return {
    async close() {
      const drained = new Promise((resolve) => server.close(resolve));
      const failures = await Promise.race([runShutdownSteps(), sleep(STEPS_MS, ["it took too long"])]);
      for (const failure of failures) process.stderr.write(`While stopping: ${failure}\n`);
      server.closeIdleConnections();
      await Promise.race([drained, sleep(DRAIN_MS)]);
      server.closeAllConnections();
      await Promise.race([app.close(), sleep(DRAIN_MS)]);
    },
  };
}
