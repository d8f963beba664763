import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { openAccountKey } from "@/lib/gateway/account-key";
import { bootstrap } from "@/lib/team/bootstrap";
import { setUp } from "@/lib/team/set-up";
import { isSetupNeeded } from "@/lib/team/setup-needed";
import { signIn } from "@/lib/team/sign-in";
import { testDesk } from "@/e2e/support/test-desk";

const KEY = "rw_live_0123456789abcdef";
const OWNER = { email: "owner@desk.test", name: "Ana", password: "a sentence to remember", accountKey: KEY };

/** The vendor as far as a key is tried there; `asked` counts. */
let vendor: Server;
let asked = 0;
let status = 200;
let desk: Awaited<ReturnType<typeof testDesk>>;

beforeAll(async () => {
  vendor = createServer((request, response) => {
    asked += 1;
    const known = request.headers["x-api-key"] === KEY;
    response.writeHead(known ? status : 401, { "content-type": "application/json" });
    response.end(
      JSON.stringify(known && status === 200 ? { balance: "12.50" } : { error: "Invalid API key" }),
    );
  });
  await new Promise<void>((listening) => vendor.listen(0, "127.0.0.1", listening));
  const address = vendor.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  desk = await testDesk({
    RAPIDWORKERS_API_URL: `http://127.0.0.1:${address.port}`,
    BOOTSTRAP_OWNER_EMAIL: "First@desk.test",
    BOOTSTRAP_OWNER_PASSWORD: "the bootstrap's sentence",
    BOOTSTRAP_ACCOUNT_KEY: KEY,
  });
});
afterAll(async () => {
  vendor.close();
  await desk.close();
});
beforeEach(async () => {
  asked = 0;
  status = 200;
  await db().$executeRaw`TRUNCATE "person", "session", "account_key", "audit_event", "rate_limit" CASCADE`;
});

const tried = (changed: Partial<typeof OWNER> = {}) =>
  setUp({ ...OWNER, ...changed }, { requestId: randomUUID(), address: null });
const counts = async () => ({
  people: await db().person.count(),
  keys: await db().accountKey.count(),
  events: await db().auditEvent.count(),
});
test("sets up the owner and the sealed key, audited, and then is closed", async () => {
  expect(await isSetupNeeded()).toBe(true);
  expect(await tried()).toEqual({ ok: true });
  expect(await isSetupNeeded()).toBe(false);
  expect(
    await signIn({ email: OWNER.email, password: OWNER.password }, { address: null, userAgent: null }),
  ).toMatchObject({ ok: true });
  expect((await openAccountKey())?.key).toBe(KEY);
  const row = await db().accountKey.findFirstOrThrow();
  expect(row.sealed).not.toContain(KEY);
  const events = await db().auditEvent.findMany({ orderBy: { id: "asc" } });
  expect(events.map(({ action }) => action)).toEqual([
    "desk.set_up",
    "person.created",
    "account_key.set",
    "session.started",
  ]);
  expect(JSON.stringify(events.map(({ data }) => data))).not.toMatch(new RegExp(`${KEY}|${OWNER.password}`));

  asked = 0;
  expect(await tried({ email: "second@desk.test" })).toMatchObject({
    ok: false,
    problem: { status: 409, code: "already_set_up" },
  });
  expect(asked, "a stranger cannot have keys tried").toBe(0);
});

test("of ten at once one becomes owner", async () => {
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, n) => tried({ email: `owner-${n}@desk.test` })),
  );
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  for (const answer of answers)
    if (!answer.ok) expect(answer.problem).toMatchObject({ status: 409, code: "already_set_up" });
  expect(await counts()).toEqual({ people: 1, keys: 1, events: 3 });
});

test("a key that the vendor refuses, or cannot say anything about, stores nothing", async () => {
  const refused = { status: 422, code: "key_refused", errors: { accountKey: [expect.any(String)] } };
  expect(await tried({ accountKey: `rw_${randomUUID()}` })).toMatchObject({ ok: false, problem: refused });
  status = 500;
  expect(await tried()).toMatchObject({ ok: false, problem: { status: 502, code: "vendor_error" } });
  expect(await counts()).toEqual({ people: 0, keys: 0, events: 0 });
  expect(await isSetupNeeded()).toBe(true);
});

test("an address has ten tries in a quarter of an hour, and the vendor is asked no eleventh time", async () => {
  const wrong = { ...OWNER, accountKey: "rw_wrong" };
  const from = (address: string) => setUp(wrong, { requestId: randomUUID(), address });
  for (let n = 1; n <= 10; n++)
    expect(await from("198.51.100.7")).toMatchObject({ problem: { status: 422 } });
  expect(await from("198.51.100.7")).toMatchObject({
    ok: false,
    problem: {
      status: 429,
      code: "too_many_attempts",
      extra: { minutes: 15 },
      headers: { "retry-after": "900" },
    },
  });
  expect(asked).toBe(10);
  expect(await from("203.0.113.9")).toMatchObject({ problem: { status: 422 } });
});

test("the bootstrap makes the owner once, on however many replicas, and tries the key afterwards", async () => {
  const runs = await Promise.all(Array.from({ length: 5 }, () => bootstrap()));
  expect(runs.filter(({ created }) => created)).toHaveLength(1);
  expect((await bootstrap()).created).toBe(false);
  expect(await counts()).toEqual({ people: 1, keys: 1, events: 3 });
  expect(await db().person.findFirstOrThrow()).toMatchObject({
    email: "first@desk.test",
    name: "first",
    role: "owner",
  });
  expect((await openAccountKey())?.key).toBe(KEY);
  await Promise.all(runs.map(({ keyTried }) => keyTried));
  expect(asked).toBe(1);
});

test("the bootstrap stores the key also when the vendor does not take it now", async () => {
  status = 503;
  const { created, keyTried } = await bootstrap();
  await keyTried;
  expect([created, (await openAccountKey())?.key]).toEqual([true, KEY]);
});
