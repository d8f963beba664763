import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { access, chmod, chown, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Client } from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  findPrivatePostgres,
  type PrivatePostgres,
  startPrivatePostgres,
} from "@/lib/postgres/private-server";
import { processIdentity } from "@/lib/postgres/process-identity";

const asRoot = process.getuid?.() === 0;
const moduleUrl = fileURLToPath(new URL("./private-server.ts", import.meta.url));

let folder: string;
let dataDir: string;
const running = new Set<PrivatePostgres>();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "proofdesk-postgres-"));
  await chmod(folder, 0o711);
  dataDir = join(folder, "data");
});

afterEach(async () => {
  for (const server of running) await server.stop();
  running.clear();
  await rm(folder, { recursive: true, force: true });
});

async function start(
  options: Partial<Parameters<typeof startPrivatePostgres>[0]> = {},
): Promise<PrivatePostgres> {
  const server = await startPrivatePostgres({
    dataDir,
    address: "http://localhost:4200",
    log: () => undefined,
    ...options,
  });
  running.add(server);
  return server;
}

async function stop(server: PrivatePostgres): Promise<void> {
  running.delete(server);
  await server.stop();
}

async function ask<Row extends object>(server: { url: string }, sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: server.url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** A desk in a process of its own: holds the data folder until it is killed. */
async function startElsewhere(): Promise<{ child: ChildProcess; url: string }> {
  const program = `
    import { startPrivatePostgres } from ${JSON.stringify(moduleUrl)};
    const options = { dataDir: ${JSON.stringify(dataDir)}, address: "http://localhost:4242", log: () => undefined };
    const { url } = await startPrivatePostgres(options);
    process.stdout.write(url + "\\n");
    setInterval(() => undefined, 60_000);`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [url] = await once(createInterface({ input: child.stdout }), "line");
  return { child, url };
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill("SIGKILL");
  await once(child, "exit");
}

describe("startPrivatePostgres", () => {
  it("makes a checksummed UTF-8 cluster behind a closed socket, and keeps the data over a restart", async () => {
    const first = await start();
    expect(first.adopted).toBe(false);
    const [settings] = await ask<Record<string, string>>(
      first,
      `SELECT current_setting('data_checksums') "checksums", current_setting('server_encoding') "encoding",
              current_setting('fsync') "fsync", current_setting('listen_addresses') "listen",
              current_setting('max_connections') "connections", current_database() "database",
              (SELECT coalesce(datlocale, datcollate) FROM pg_database WHERE datname = current_database()) "locale"`,
    );
    expect(settings).toEqual({
      checksums: "on",
      encoding: "UTF8",
      fsync: "on",
      listen: "",
      connections: "60",
      database: "proofdesk",
      locale: "C.UTF-8",
    });
    expect((await stat(join(dataDir, "run"))).mode & 0o777).toBe(0o700);
    expect((await stat(join(dataDir, "postgres"))).mode & 0o777).toBe(0o700);

    await ask(first, "CREATE TABLE coin AS SELECT 7 AS id");
    await stop(first);
    await expect(ask(first, "SELECT 1")).rejects.toThrow();
    expect(await findPrivatePostgres(dataDir)).toBeNull();

    const second = await start();
    expect(second.adopted).toBe(false);
    expect(await ask(second, "SELECT id FROM coin")).toEqual([{ id: 7 }]);
    expect(await findPrivatePostgres(dataDir)).toBe(second.url);
  });

  it("adopts the server that a killed desk left running, with all that was committed", async () => {
    const { child, url } = await startElsewhere();
    await ask({ url }, "CREATE TABLE coin AS SELECT 7 AS id");
    await kill(child);
    const server = await start();
    expect(server).toMatchObject({ adopted: true, url });
    expect(await ask(server, "SELECT id FROM coin")).toEqual([{ id: 7 }]);
    await stop(server);
    expect(await findPrivatePostgres(dataDir)).toBeNull();
  });

  it("recovers when the server was killed too", async () => {
    const { child, url } = await startElsewhere();
    await ask({ url }, "CREATE TABLE coin AS SELECT 7 AS id");
    await kill(child);
    const pid = Number((await readFile(join(dataDir, "postgres", "postmaster.pid"), "utf8")).split("\n")[0]);
    process.kill(pid, "SIGKILL");
    const server = await start();
    expect(server.adopted).toBe(false);
    expect(await ask(server, "SELECT id FROM coin")).toEqual([{ id: 7 }]);
  });

  it("refuses a second start on the same folder and says who holds it, leaving the first alone", async () => {
    const { child, url } = await startElsewhere();
    try {
      const second = start();
      await expect(second).rejects.toMatchObject({ problem: "data-dir-in-use" });
      await expect(second).rejects.toThrow(
        new RegExp(`process ${child.pid}.*since 20.*http://localhost:4242`),
      );
      expect(await ask({ url }, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    } finally {
      await kill(child);
      await start();
    }
  });

  it("lets exactly one of several simultaneous starts through", async () => {
    const outcomes = await Promise.allSettled([start(), start(), start()]);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("ignores a lock whose process id now belongs to another process", async () => {
    await mkdir(dataDir, { mode: 0o711 });
    const holder = { nonce: "n", pid: process.pid, host: hostname(), since: "then", address: "there" };
    const identity = await processIdentity(process.pid);
    const lock = join(dataDir, "desk.lock");
    await writeFile(lock, JSON.stringify({ ...holder, identity: `${identity}0` }));
    await stop(await start());
    await writeFile(lock, JSON.stringify({ ...holder, identity }));
    await expect(start()).rejects.toMatchObject({ problem: "data-dir-in-use" });
  });

  it("starts although PostgreSQL's own note names a process id that is something else by now", async () => {
    await stop(await start());
    const note = join(dataDir, "postgres", "postmaster.pid");
    const lines = [
      process.pid,
      join(dataDir, "postgres"),
      1,
      5432,
      join(dataDir, "run"),
      "",
      "",
      "ready",
      "",
    ];
    await writeFile(note, lines.join("\n"));
    const owner = await stat(join(dataDir, "postgres"));
    await chown(note, owner.uid, owner.gid);
    await start();
  });

  it("moves the socket to a short folder when the path is too long, and cleans that up", async () => {
    dataDir = join(folder, "deep-".repeat(20), 'it\'s, "here"');
    const server = await start();
    const socketFolder = new URL(server.url).searchParams.get("host") ?? "";
    expect(socketFolder).toMatch(/^\/tmp\/proofdesk-/);
    expect((await stat(socketFolder)).mode & 0o777).toBe(0o700);
    expect(await ask(server, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    await stop(server);
    await expect(access(socketFolder)).rejects.toThrow();
  });

  it("works in a folder with quotes, spaces and commas in its name", async () => {
    dataDir = join(folder, `a 'b', "c"`);
    expect(await ask(await start(), "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  it("refuses the data of another major version with the way out", async () => {
    await stop(await start());
    await writeFile(join(dataDir, "postgres", "PG_VERSION"), "16\n");
    const refused = start();
    await expect(refused).rejects.toMatchObject({ problem: "other-version" });
    await expect(refused).rejects.toThrow(/PostgreSQL 16.*backup FILE.*restore FILE/s);
  });

  it("leaves nothing behind of an interrupted initdb", async () => {
    const half = join(dataDir, "postgres.new-abc");
    await mkdir(half, { recursive: true });
    await writeFile(join(half, "PG_VERSION"), "18\n");
    await chmod(dataDir, 0o711);
    await start();
    await expect(access(half)).rejects.toThrow();
  });

  it("says so when the given binaries do not run", async () => {
    await expect(start({ binDir: folder })).rejects.toMatchObject({ problem: "no-binaries" });
  });

  it.runIf(asRoot)("as root runs the server as an unprivileged user", async () => {
    await start({ user: "nobody" });
    expect((await stat(join(dataDir, "postgres"))).uid).not.toBe(0);
    const pid = (await readFile(join(dataDir, "postgres", "postmaster.pid"), "utf8")).split("\n")[0];
    expect((await stat(`/proc/${pid}`)).uid).toBe((await stat(join(dataDir, "postgres"))).uid);
  });

  it.runIf(asRoot)("as root stays with the user who owns the data already", async () => {
    await stop(await start({ user: "nobody" }));
    const owner = (await stat(join(dataDir, "postgres"))).uid;
    await start();
    expect((await stat(join(dataDir, "postgres"))).uid).toBe(owner);
  });

  it.runIf(asRoot)("as root names the folder that keeps the server's user out of DATA_DIR", async () => {
    const closed = join(folder, "closed");
    await mkdir(closed, { mode: 0o700 });
    dataDir = join(closed, "data");
    const refused = start();
    await expect(refused).rejects.toMatchObject({ problem: "folder-unreachable" });
    await expect(refused).rejects.toThrow(`may not enter ${closed} and`);
    await chmod(closed, 0o711);
    await start();
  });

  it.runIf(asRoot)("as root refuses a user that does not exist, and root itself", async () => {
    await expect(start({ user: "nobody-of-this-name" })).rejects.toMatchObject({ problem: "no-user" });
    await expect(start({ user: "root" })).rejects.toMatchObject({ problem: "no-user" });
  });
});
