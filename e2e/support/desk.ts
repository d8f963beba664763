import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Marketplace } from "@/e2e/support/marketplace";
import { lineOf, type Program, runProgram } from "@/e2e/support/program";

export const OWNER = { email: "owner@desk.example", password: "a long enough password" };

export type DeskOptions = {
  marketplace: Marketplace;
  /** Over the defaults below; an empty value takes one out. */
  env?: Record<string, string>;
  /** A data folder that outlives this desk, for restarts. */
  dataDir?: string;
  port?: number;
};

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

/** A folder for a desk's data under the system's temporary one. */
export async function newDataDir(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "proofdesk-e2e-"));
  // Run by root, the private PostgreSQL is another user, who must get through to its folder.
  await chmod(folder, 0o711);
  return folder;
}

/**
 * The built desk as `npm start` runs it, on its private PostgreSQL, against the marketplace. `restart` begins again on
 * the same data and address.
 */
export async function startDesk({ marketplace, env = {}, dataDir, port }: DeskOptions) {
  const folder = dataDir ?? (await newDataDir());
  const chosenPort = port ?? (await freePort());
  const address = `http://localhost:${chosenPort}`;
  const environment: Record<string, string> = {
    DATABASE_URL: "",
    DATA_DIR: folder,
    PORT: String(chosenPort),
    HOST: "127.0.0.1",
    NEXTAUTH_URL: address,
    ENCRYPTION_KEYS: `e2e:${Buffer.alloc(32, 3).toString("base64")}`,
    NEXTAUTH_SECRET: "only-for-browser-tests-only-for-tests",
    RAPIDWORKERS_API_URL: marketplace.address,
    PROOF_IMAGE_ALLOW_HOSTS: marketplace.host,
    BOOTSTRAP_OWNER_EMAIL: OWNER.email,
    BOOTSTRAP_OWNER_PASSWORD: OWNER.password,
    BOOTSTRAP_ACCOUNT_KEY: marketplace.key,
    LOG_LEVEL: "warn",
    ...env,
  };
  const outputs: Program[] = [];
  const begin = async () => {
    const program = runProgram("lib/commands/start.ts", [], environment);
    outputs.push(program);
    await lineOf(program, /^Proofdesk is ready at .*$/m);
    return program;
  };
  let program = await begin();
  return {
    address,
    dataDir: folder,
    /** As it was started: commands beside it need the same. */
    environment,
    /** What every run of it printed: its log. */
    output: () => outputs.map(({ output }) => output()).join(""),
    stop: () => program.stop(),
    kill: () => program.kill(),
    /** `change` changes variables of its environment for good. */
    restart: async (change: Record<string, string> = {}) => {
      await program.stop();
      Object.assign(environment, change);
      program = await begin();
    },
    /** Begins again after `kill` (or `stop`). */
    startAgain: async () => {
      program = await begin();
    },
    /** Stops it and removes its data. */
    remove: async () => {
      // A killed desk leaves its PostgreSQL behind; a clean start and stop takes it along.
      if (program.child.signalCode === "SIGKILL") program = await begin();
      await program.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export type Desk = Awaited<ReturnType<typeof startDesk>>;
