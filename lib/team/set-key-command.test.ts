import { createServer, type Server } from "node:http";
import { Readable } from "node:stream";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { testDesk } from "@/e2e/support/test-desk";
import { db } from "@/lib/db/client";
import { openAccountKey } from "@/lib/gateway/account-key";
import { setKeyCommand } from "@/lib/team/set-key-command";

const KEY = "rw_live_0123456789abcdef";

/** The vendor as far as a key is tried there: takes KEY, and says the key it refuses, as a careless one might. */
let vendor: Server;
let away = false;
let desk: Awaited<ReturnType<typeof testDesk>>;
beforeAll(async () => {
  vendor = createServer((request, response) => {
    if (away) return void request.socket.destroy();
    const given = request.headers["x-api-key"];
    response.writeHead(given === KEY ? 200 : 401, { "content-type": "application/json" });
    response.end(JSON.stringify(given === KEY ? { balance: "12.50" } : { error: `Invalid key ${given}` }));
  });
  await new Promise<void>((listening) => vendor.listen(0, "127.0.0.1", listening));
  const address = vendor.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  desk = await testDesk({ RAPIDWORKERS_API_URL: `http://127.0.0.1:${address.port}` });
});
afterAll(async () => {
  vendor.close();
  await desk.close();
});
beforeEach(async () => {
  away = false;
  await db().accountKey.deleteMany();
  await db().auditEvent.deleteMany();
});

const setKey = (key: string, ...args: string[]) => setKeyCommand(args, Readable.from([`${key}\n`]));

test("stores a key that RapidWorkers takes, over the one before, and audits it without the key", async () => {
  await desk.accountKey("rw_old");
  await db().pause.create({ data: { reason: "key_refused" } });
  expect(await setKey(` ${KEY} `)).toEqual({
    ok: true,
    message: "The account key that ends in cdef is stored, sealed. RapidWorkers takes it.",
  });
  expect((await openAccountKey())?.key).toBe(KEY);
  expect(await db().pause.count()).toBe(0);
  const events = await db().auditEvent.findMany();
  expect(events).toMatchObject([
    { action: "account_key.set", actorId: null, data: { lastFour: "cdef", by: "command line" } },
  ]);
  expect(JSON.stringify(events.map(({ data }) => data))).not.toContain(KEY);
});

test("stores nothing that is refused, cannot be tried, or is no key, and never repeats it", async () => {
  const refused = await setKey("rw_live_wrong");
  away = true;
  const untried = await setKey("rw_live_untried");
  const noKeys = await Promise.all([setKey("rw_live two"), setKey(""), setKey("rw_live_wrong", "--force")]);
  expect([refused, untried, ...noKeys].map(({ ok }) => ok)).toEqual([false, false, false, false, false]);
  for (const { message } of [refused, untried, ...noKeys]) expect(message).not.toContain("rw_live");
  expect(refused.message).toMatch(/^RapidWorkers refused this key/);
  expect(untried.message).toMatch(/Nothing was stored\..*set-key --unchecked\.$/);
  expect(noKeys[0]?.message).toMatch(/^The account key holds characters that no key has/);
  expect([await db().accountKey.count(), await db().auditEvent.count()]).toEqual([0, 0]);
});

test("--unchecked stores it while RapidWorkers is away", async () => {
  away = true;
  expect(await setKey(KEY, "--unchecked")).toMatchObject({
    ok: true,
    message: expect.stringContaining("not tried"),
  });
  expect((await openAccountKey())?.key).toBe(KEY);
});
