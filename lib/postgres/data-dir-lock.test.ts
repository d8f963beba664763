import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lockDataDir } from "@/lib/postgres/data-dir-lock";

let folder: string;
let path: string;
const lines: string[] = [];
const take = () => lockDataDir(folder, "http://localhost:4200", (line) => lines.push(line));
const onAnotherHost = {
  nonce: "n",
  pid: 1,
  identity: "i",
  host: "elsewhere",
  since: "then",
  address: "there",
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "proofdesk-lock-"));
  path = join(folder, "desk.lock");
  lines.length = 0;
});

afterEach(() => rm(folder, { recursive: true }));

async function heartbeat(secondsAgo: number): Promise<void> {
  const then = new Date(Date.now() - secondsAgo * 1000);
  await utimes(path, then, then);
}

describe("lockDataDir", () => {
  it("is free again after release, and leaves no files", async () => {
    await (await take()).release();
    const second = await take();
    await expect(take()).rejects.toMatchObject({ problem: "data-dir-in-use" });
    await second.release();
    expect(await readdir(folder)).toEqual([]);
  });

  it("takes over from another host that has been silent for long", async () => {
    await writeFile(path, JSON.stringify(onAnotherHost));
    await heartbeat(60);
    const lock = await take();
    expect(JSON.parse(await readFile(path, "utf8"))).toMatchObject({ pid: process.pid });
    await lock.release();
  });

  it("refuses while the desk on another host still refreshes its lock", async () => {
    await writeFile(path, JSON.stringify(onAnotherHost));
    await heartbeat(3);
    const attempt = take();
    const beating = setTimeout(() => void heartbeat(0), 300);
    await expect(attempt).rejects.toThrow(/process 1 on elsewhere, since then, at there/);
    expect(lines).toHaveLength(1);
    clearTimeout(beating);
  });

  it("does not release what is no longer its own", async () => {
    const lock = await take();
    await writeFile(path, JSON.stringify(onAnotherHost));
    await lock.release();
    expect(await readdir(folder)).toEqual(["desk.lock"]);
  });

  it("does not guess about a lock it cannot read", async () => {
    await writeFile(path, "{");
    await expect(take()).rejects.toThrow(/delete the file/);
  });
});
