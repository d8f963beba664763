import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { serveApi } from "@/sandbox/api";
import { serveControl } from "@/sandbox/control";
import { makeWorld, type WorldOptions } from "@/sandbox/make-world";
import { startArrivals } from "@/sandbox/market/arrive";
import { servePicture } from "@/sandbox/pictures/serve";
import { PictureShop } from "@/sandbox/pictures/shop";
import { refusal } from "@/sandbox/reply";
import { sendJson } from "@/sandbox/send";
import type { World } from "@/sandbox/world";

export type SandboxOptions = WorldOptions & {
  /** 0 or left out = any free port. */
  port?: number;
  /** Default 127.0.0.1. */
  host?: string;
};

export type Sandbox = {
  /** e.g. "http://127.0.0.1:4100" */
  address: string;
  /** The X-API-Key that it accepts. */
  key: string;
  /** The live state, for tests in the same process; other processes use the control API. */
  world: World;
  /** Stops listening, drops open connections and resolves when all is closed. */
  close(): Promise<void>;
};

/** Starts a simulated marketplace. Rejects with the listen error (e.g. EADDRINUSE) or z.ZodError for wrong settings. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const world = makeWorld(options);
  const pictures = new PictureShop();
  const server = createServer((request, response) => {
    handle(world, pictures, request, response).catch((error: unknown) => fail(request, response, error));
  });
  server.keepAliveTimeout = 30_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, options.host ?? "127.0.0.1", resolve);
  });
  const stopArrivals = startArrivals(world);
  const { address, family, port } = server.address() as AddressInfo;
  return {
    address: `http://${family === "IPv6" ? `[${address}]` : address}:${port}`,
    key: world.key,
    world,
    close: async () => {
      stopArrivals();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function handle(
  world: World,
  pictures: PictureShop,
  request: IncomingMessage,
  response: ServerResponse,
) {
  const url = requestUrl(request);
  if (!url) {
    sendJson(response, refusal(400, "Invalid address"));
  } else if (url.pathname.startsWith("/__sandbox/")) {
    await serveControl(world, request, response, url);
  } else if (url.pathname.startsWith("/images/") || url.pathname.startsWith("/avatars/")) {
    await servePicture(pictures, response, url.pathname, world.market.workers);
  } else {
    await serveApi(world, request, response, url);
  }
}

/** The address as the client wrote it, so that picture links work through whatever name the sandbox is reached by. */
function requestUrl(request: IncomingMessage): URL | null {
  const base = `http://${request.headers.host ?? "127.0.0.1"}`;
  const path = request.url ?? "/";
  return path.startsWith("/") && URL.canParse(base) ? new URL(base + path) : null;
}

/** A client that broke off needs no answer; anything else is a defect of the sandbox and must be seen. */
function fail(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  if (request.destroyed && !request.complete) return;
  process.stderr.write(`sandbox: ${error instanceof Error ? error.stack : String(error)}\n`);
  if (response.headersSent) response.destroy();
  else sendJson(response, refusal(500, "Server error"));
}
