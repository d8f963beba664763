/**
 * `npm run quickstart [-- --no-demo]`: from a fresh clone to a running desk. The demo is a desk of its own: its data lie in
 * DATA_DIR/demo and its settings only in the environment of its process, so that nothing of it ever reaches the desk
 * that `npm start` runs. `.env` holds secrets alone and serves both.
 */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { parseEnv } from "node:util";
import {
  ensureBuilt,
  ensureInstalled,
  giveUp,
  PROJECT_FOLDER,
  runNode,
  StepFailure,
  say,
} from "./workspace.mjs";

/** @typedef {{ email: string, password: string, role: string }} SignIn */

const demo = !process.argv.includes("--no-demo");
const SANDBOX_PORT = 4010;
/** Enough to look around in, with new submissions coming in. */
const DEMO_MARKET = ["--scenario", "medium", "--arrivals", "6", "--latency", "80"];
/** Who works in the demo beside its owner. */
const DEMO_ROLES = ["manager", "reviewer", "viewer"];
const READY_LIMIT_MS = 120_000;

/** @type {Set<import("node:child_process").ChildProcess>} */
const children = new Set();
let stopping = false;

const command = (/** @type {string} */ name) => join(PROJECT_FOLDER, "lib", "commands", name);

/** @returns {NodeJS.Dict<string>} the environment as the desk will see it: what is set wins over `.env` */
function settings() {
  const file = join(PROJECT_FOLDER, ".env");
  return { ...(existsSync(file) ? parseEnv(readFileSync(file, "utf8")) : {}), ...process.env };
}

/** @param {number} port @param {string} host @returns {Promise<boolean>} */
async function isFree(port, host) {
  const probe = createServer();
  try {
    probe.listen(port, host);
    await once(probe, "listening");
    return true;
  } catch {
    // Taken, or not allowed: either way it cannot be had.
    return false;
  } finally {
    probe.close();
  }
}

/**
 * Starts a child that ends with us, be it by our word or because the channel to it breaks.
 *
 * @param {string[]} args
 * @param {NodeJS.Dict<string>} env
 * @param {"pipe" | "inherit"} stdout
 */
function startChild(args, env, stdout) {
  const child = spawn(process.execPath, ["--import", "tsx", ...args], {
    cwd: PROJECT_FOLDER,
    env: { ...process.env, ...env },
    stdio: ["ignore", stdout, "inherit", "ipc"],
  });
  children.add(child);
  child.once("exit", () => children.delete(child));
  return child;
}

/** @returns {Promise<{ address: string, key: string }>} */
async function startSandbox() {
  const port = (await isFree(SANDBOX_PORT, "127.0.0.1")) ? SANDBOX_PORT : 0;
  const follow = ["--import", command("follow-parent.mjs")];
  const sandbox = startChild(
    [...follow, join(PROJECT_FOLDER, "sandbox", "main.ts"), "--port", String(port), ...DEMO_MARKET],
    {},
    "pipe",
  );
  if (!sandbox.stdout) throw new Error("the sandbox has no output");
  const lines = createInterface({ input: sandbox.stdout });
  const [line] = await Promise.race([once(lines, "line"), once(sandbox, "exit")]);
  if (typeof line !== "string")
    throw new StepFailure("The sandbox did not start; what it says stands above.");
  sandbox.once("exit", () => stop(1, "The sandbox has ended, so the demo ends too."));
  return JSON.parse(line);
}

/**
 * Everything that makes a desk a demo. Empty values overrule what `.env` may say for the real desk: a demo writes to no
 * real database, sends no mail and asks no real identity provider.
 *
 * @param {{ address: string, key: string }} sandbox
 * @param {SignIn} owner
 * @param {string} dataDir
 * @param {number} port
 */
function demoSettings(sandbox, owner, dataDir, port) {
  const real = Object.keys(settings()).filter((name) => /^(OIDC_|SMTP_)/.test(name));
  return {
    ...Object.fromEntries(real.map((name) => [name, ""])),
    DATABASE_URL: "",
    DATA_DIR: dataDir,
    NEXTAUTH_URL: process.env.NEXTAUTH_URL ?? `http://localhost:${port}`,
    RAPIDWORKERS_API_URL: sandbox.address,
    PROOF_IMAGE_ALLOW_HOSTS: new URL(sandbox.address).host,
    BOOTSTRAP_OWNER_EMAIL: owner.email,
    BOOTSTRAP_OWNER_PASSWORD: owner.password,
    BOOTSTRAP_ACCOUNT_KEY: sandbox.key,
    BOOTSTRAP_ORDER_KINDS: "all",
  };
}

/** @param {string} address @param {import("node:child_process").ChildProcess} desk */
async function untilHealthy(address, desk) {
  const deadline = Date.now() + READY_LIMIT_MS;
  while (desk.exitCode === null && desk.signalCode === null) {
    try {
      if ((await fetch(`${address}/api/health`)).ok) return;
    } catch {
      // Not listening yet: that is what we wait for.
    }
    if (Date.now() > deadline) throw new StepFailure(`The desk does not answer at ${address}/api/health.`);
    await sleep(200);
  }
  throw new StepFailure("The desk did not start; what it says stands above.");
}

/**
 * Makes a person of the demo, as an operator would on the command line.
 *
 * @param {SignIn} signIn
 * @param {NodeJS.Dict<string>} env
 */
async function createDemoPerson({ email, password, role }, env) {
  const args = ["--import", "tsx", command("admin.ts"), "create-person", "--email", email, "--role", role];
  const admin = spawn(process.execPath, args, {
    cwd: PROJECT_FOLDER,
    env: { ...process.env, ...env },
    stdio: ["pipe", "ignore", "inherit"],
  });
  admin.stdin?.end(`${password}\n`);
  const [code] = await once(admin, "exit");
  if (code !== 0) throw new StepFailure(`The demo's ${role} could not be made; what it says stands above.`);
}

/** Ends the children, then us. @param {number} exitCode @param {string} [reason] */
async function stop(exitCode, reason) {
  if (stopping) return;
  stopping = true;
  if (reason) process.stderr.write(`${reason}\n`);
  const ended = [...children].map((child) => once(child, "exit"));
  for (const child of children) child.kill("SIGTERM");
  await Promise.race([Promise.all(ended), sleep(10_000)]);
  for (const child of children) child.kill("SIGKILL");
  process.exit(exitCode);
}

/** @param {string} step a command of ours in TypeScript @param {NodeJS.Dict<string>} [env] */
async function runStep(step, env) {
  if ((await runNode(["--import", "tsx", command(step)], env)) !== 0)
    throw new StepFailure("Nothing was started.");
}

async function main() {
  const port = Number(settings().PORT || 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new StepFailure(`PORT is ${settings().PORT}; it must be a number from 1 to 65535.`);
  }
  const host = settings().HOST || "127.0.0.1";
  if (!(await isFree(port, host))) {
    throw new StepFailure(
      `Port ${port} is taken by another program; set PORT to a free one (PORT=3001 npm run quickstart).`,
    );
  }
  await ensureInstalled();
  await runStep("fresh-env.ts");
  const demoDir = resolve(PROJECT_FOLDER, settings().DATA_DIR || "data", "demo");
  // First, since it also notices a demo that runs already, whose build must not be replaced under it.
  if (demo) await runStep("clear-demo.ts", { DATA_DIR: demoDir });
  await ensureBuilt();

  const demoPassword = randomBytes(12).toString("base64url");
  /** @type {SignIn[]} everybody who can sign in to the demo */
  const signIns = [];
  /** @type {NodeJS.Dict<string>} */
  let env = {};
  if (demo) {
    const owner = {
      email: "owner@proofdesk.example",
      password: demoPassword,
      role: "owner",
    };
    env = demoSettings(await startSandbox(), owner, demoDir, port);
    signIns.push(owner);
  }
  const desk = startChild([command("start.ts")], { ...env, PORT: String(port) }, "inherit");
  const reachable = ["0.0.0.0", "::"].includes(host) ? "127.0.0.1" : host;
  await untilHealthy(`http://${reachable.includes(":") ? `[${reachable}]` : reachable}:${port}`, desk);
  if (demo) {
    const more = DEMO_ROLES.map((role) => ({
      email: `${role}@proofdesk.example`,
      password: demoPassword,
      role,
    }));
    await Promise.all(more.map((signIn) => createDemoPerson(signIn, env)));
    signIns.push(...more);
  }
  desk.once("exit", (code) => stop(code ?? 1, "The desk has ended."));

  const address = env.NEXTAUTH_URL || settings().NEXTAUTH_URL || `http://localhost:${port}`;
  say("");
  if (demo) {
    say(`The demo runs at ${address} on a simulated marketplace. It starts afresh each time.`);
    for (const { email, password, role } of signIns)
      say(`  Sign in as ${role}: ${email}  password: ${password}`);
    say("For real work: npm run quickstart -- --no-demo");
  } else {
    say(`The desk runs at ${address}. Set it up with your account key at ${address}/setup`);
  }
  say("Ctrl-C stops it.");
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => stop(0));
await main().catch(async (error) => {
  if (stopping) return;
  giveUp(error);
  await stop(1);
});
