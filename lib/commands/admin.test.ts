import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runProgram } from "@/e2e/support/program";
import { testDatabase } from "@/lib/db/testing";
import { lockDataDir } from "@/lib/postgres/data-dir-lock";

const KEY = "rw_live_0123456789abcdef";
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "proofdesk-admin-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** `npm run admin -- …` as a person in `folder` types it. */
async function admin(databaseUrl: string, args: string[], input = "") {
  const environment = {
    DATABASE_URL: databaseUrl,
    DATA_DIR: folder,
    INIT_CWD: folder,
    ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 1).toString("base64")}`,
    NEXTAUTH_SECRET: "only-for-tests-only-for-tests-only",
    LOG_LEVEL: "silent",
  };
  const program = runProgram("lib/commands/admin.ts", args, environment, input);
  return { code: await program.ended(), output: program.output() };
}

test("a key, a backup into the caller's folder, a restore elsewhere; the key in no output", {
  timeout: 90_000,
}, async () => {
  const { url } = await testDatabase();
  const stored = await admin(url, ["set-key", "--unchecked"], `${KEY}\n`);
  expect(stored).toEqual({
    code: 0,
    output: "The account key that ends in cdef is stored, sealed. It was not tried at RapidWorkers.\n",
  });
  const written = await admin(url, ["backup", "desk.backup"]);
  expect(written.output).toMatch(/^Wrote desk\.backup: 2 rows, \d KiB\.\n.*ENCRYPTION_KEYS are not in it/);
  expect((await stat(join(folder, "desk.backup"))).size).toBeGreaterThan(0);
  expect(await admin(url, ["restore", "desk.backup"])).toMatchObject({
    code: 1,
    output: expect.stringMatching(/^There is a desk in this database already\..*--replace/),
  });
  const { url: elsewhere } = await testDatabase({ migrated: false });
  expect(await admin(elsewhere, ["restore", "desk.backup"])).toMatchObject({
    code: 0,
    output: expect.stringMatching(/^Restored 2 rows as they were at /),
  });
});

test("a restore beside a running desk is refused, with who holds the data folder", async () => {
  const lock = await lockDataDir(folder, "http://localhost:5600", () => undefined);
  const { code, output } = await admin("", ["restore", "desk.backup", "--replace"]);
  await lock.release();
  expect(code).toBe(1);
  expect(output).toMatch(/^Another desk already uses .* at http:\/\/localhost:5600\. Stop that one first/);
});
