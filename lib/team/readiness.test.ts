import { beforeAll, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { env } from "@/lib/env";
import { storeAccountKey } from "@/lib/gateway/account-key";
import { readReadiness } from "@/lib/team/readiness";
import { testDesk } from "@/e2e/support/test-desk";

let desk: Awaited<ReturnType<typeof testDesk>>;
beforeAll(async () => {
  desk = await testDesk();
});
// No afterAll: the last test takes the database away.

async function read(): Promise<{ ready: boolean; checks: Record<string, string> }> {
  const { ready, checks } = await readReadiness();
  return {
    ready,
    checks: Object.fromEntries(Object.entries(checks).map(([name, { status }]) => [name, status])),
  };
}

test("ready with and without a stored key", async () => {
  const fine = { ready: true, checks: { database: "ok", migrations: "ok", key: "ok" } };
  expect(await read()).toEqual(fine);
  await storeAccountKey(db(), { key: "rw_live_0123", setById: null });
  expect(await read()).toEqual(fine);
});

test("names what fails: the key, a missing migration, the database", async () => {
  const { encryptionKeys } = env();
  const [key] = encryptionKeys.splice(0);
  expect(await read()).toEqual({
    ready: false,
    checks: { database: "ok", migrations: "ok", key: "failing" },
  });
  if (key !== undefined) encryptionKeys.push(key);

  await db().$executeRaw`UPDATE "_prisma_migrations" SET "finished_at" = NULL`;
  expect(await read()).toEqual({
    ready: false,
    checks: { database: "ok", migrations: "failing", key: "ok" },
  });

  await desk.close();
  const all = { database: "failing", migrations: "failing", key: "failing" };
  expect(await read()).toEqual({ ready: false, checks: all });
});
