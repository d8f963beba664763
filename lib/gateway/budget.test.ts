import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { testDesk } from "@/e2e/support/test-desk";
import { db, transaction } from "@/lib/db/client";
import { type CallEnd, decisionDoor, recordCall, type Reservation, reserveCall } from "@/lib/gateway/budget";
import { storeAccountKey } from "@/lib/gateway/account-key";
import { readBudget } from "@/lib/gateway/data";
import type { Purpose } from "@/lib/gateway/purpose";

const LIMIT = 100;
const TIMEOUT_MS = 15_000;
const HOUR_MS = 3_600_000;

let desk: Awaited<ReturnType<typeof testDesk>>;
let accountKeyId = "";
beforeAll(async () => {
  desk = await testDesk({
    RAPIDWORKERS_HOURLY_LIMIT: `${LIMIT}`,
    RAPIDWORKERS_TIMEOUT_MS: `${TIMEOUT_MS}`,
  });
  accountKeyId = (await desk.accountKey("a-key")).id;
});
afterAll(() => desk.close());
beforeEach(() => db().$executeRaw`TRUNCATE upstream_call, pause`);

type Taken = Reservation & { ok: true };
const ask = (purpose: Purpose = "decision") => reserveCall({ accountKeyId, endpoint: "approve", purpose });
async function take(purpose: Purpose = "decision"): Promise<Taken> {
  const answer = await ask(purpose);
  if (!answer.ok) throw new Error(answer.pause.reason);
  return answer;
}
const end = (call: Taken, says: CallEnd["says"], more: Partial<CallEnd> = {}) =>
  recordCall({ ...call, accountKeyId }, { status: null, durationMs: 5, failure: null, says, ...more });
const granted = (answers: Reservation[]) => answers.filter(({ ok }) => ok).length;
/** Everything that is written becomes older by so much. */
const pass = (ms: number) => db().$executeRaw`
  WITH p AS (UPDATE pause SET since = since - ${ms} * interval '1 ms', until = until - ${ms} * interval '1 ms')
  UPDATE upstream_call SET counted_until = counted_until - ${ms} * interval '1 ms'`;
const pauseOf = (reason: string) => db().pause.findUnique({ where: { reason } });
const secondsLeft = async (reason: string) =>
  (((await pauseOf(reason))?.until?.getTime() ?? Number.NaN) - Date.now()) / 1000;

describe("places", () => {
  it("are given exactly as many as there are, however many ask at once", async () => {
    const answers = await Promise.all(
      Array.from({ length: 64 }, async () => [await ask(), await ask(), await ask()]),
    );
    expect(granted(answers.flat())).toBe(LIMIT);
    expect(await db().upstreamCall.count()).toBe(LIMIT);
  });

  it("are given to each purpose up to its share", async () => {
    const upTo = async (purpose: Purpose) => {
      const answers = await Promise.all(Array.from({ length: LIMIT }, () => ask(purpose)));
      return granted(answers);
    };
    expect([await upTo("background"), await upTo("person"), await upTo("order")]).toEqual([60, 25, 15]);
    expect(await ask("decision")).toMatchObject({ ok: false, pause: { reason: "budget_full" } });
  });

  it("say when the next is free for this purpose: when as many have left as are too many", async () => {
    for (let n = 0; n < 70; n++) await take();
    await db().$executeRaw`
      UPDATE upstream_call SET counted_until = now() + (id - (SELECT min(id) FROM upstream_call)) * interval '1 second'
                                               + interval '1 minute'`;
    const answer = await ask("background");
    if (answer.ok) throw new Error("taken");
    // 70 are used, 60 allowed: the eleventh to leave makes room.
    const until = Date.parse(answer.pause.until ?? "");
    expect((until - Date.now()) / 1000).toBeCloseTo(70, -0.5);
    expect(await ask("person")).toMatchObject({ ok: true });
  });

  it("are free an hour after the call ended, and if its process died, an hour after it must have ended", async () => {
    await end(await take(), "usable");
    await take();
    await pass(HOUR_MS);
    expect((await readBudget()).used).toBe(1);
    await pass(TIMEOUT_MS);
    expect((await readBudget()).used).toBe(0);
  });
});

describe("doors", () => {
  it("429: closed for Retry-After, then one probe of all replicas, whose answer opens it for everybody", async () => {
    await end(await take(), "rate_limited", { retryAfterSeconds: 120, failure: "Too many requests" });
    expect(await secondsLeft("rate_limited")).toBeCloseTo(120, -0.5);
    expect(await ask()).toMatchObject({
      ok: false,
      pause: { reason: "rate_limited", detail: "Too many requests" },
    });
    expect(await decisionDoor()).toMatchObject({ open: false });
    await pass(120_000);
    expect(await decisionDoor()).toEqual({ open: true, probe: true });
    const answers = await Promise.all(Array.from({ length: 32 }, () => ask()));
    expect(granted(answers)).toBe(1);
    const probe = answers.find(({ ok }) => ok) as Taken;
    await end(probe, "usable");
    expect(granted(await Promise.all(Array.from({ length: 32 }, () => ask())))).toBe(32);
  });

  it("lets the next probe go when the last one died", async () => {
    await end(await take(), "rate_limited", { retryAfterSeconds: 1 });
    await pass(1_000);
    await take();
    expect(await ask()).toMatchObject({ ok: false });
    await pass(TIMEOUT_MS + 1_000);
    expect(await ask()).toMatchObject({ ok: true });
  });

  it("gives no probe to whoever has no place for it", async () => {
    for (let n = 0; n < 60; n++) await take();
    await end(await take(), "rate_limited", { retryAfterSeconds: 1 });
    await pass(1_000);
    expect(await ask("background")).toMatchObject({ ok: false, pause: { reason: "budget_full" } });
    expect(await ask("decision")).toMatchObject({ ok: true });
  });

  it("429 with an hour that is full by our own record: closed until the oldest place is free", async () => {
    const calls = [];
    for (let n = 0; n < 95; n++) calls.push(await take());
    await db().$executeRaw`
      UPDATE upstream_call SET counted_until = now() + interval '7 minutes'
      WHERE id = (SELECT min(id) FROM upstream_call)`;
    await end(calls.at(-1) as Taken, "rate_limited");
    expect(await secondsLeft("rate_limited")).toBeCloseTo(420, -0.5);
  });

  it("counts one 429 of many calls that were under way together, and each probe's", async () => {
    const calls = await Promise.all(Array.from({ length: 6 }, () => take()));
    await Promise.all(calls.map((call) => end(call, "rate_limited")));
    expect(await pauseOf("rate_limited")).toMatchObject({ strikes: 1 });
    await pass(30_000);
    await end(await take(), "rate_limited");
    expect(await pauseOf("rate_limited")).toMatchObject({ strikes: 2 });
  });

  it("401: a minute, doubling with every probe; a late answer opens nothing newer", async () => {
    const early = await take();
    await end(await take(), "key_refused", { failure: "Invalid key" });
    expect(await secondsLeft("key_refused")).toBeCloseTo(60, -0.5);
    await end(early, "usable");
    expect(await pauseOf("key_refused")).not.toBeNull();
    await pass(60_000);
    await end(await take(), "key_refused");
    expect(await secondsLeft("key_refused")).toBeCloseTo(120, -0.5);
    expect((await readBudget(1)).queueDoneAt).toBeNull();
  });

  it("does not hold the old key's 401 against the new key", async () => {
    const call = await take();
    const old = accountKeyId;
    accountKeyId = (await transaction((tx) => storeAccountKey(tx, { key: "new", setById: null }))).id;
    await recordCall(
      { ...call, accountKeyId: old },
      { status: 401, durationMs: 5, failure: "", says: "key_refused" },
    );
    expect(await pauseOf("key_refused")).toBeNull();
    expect(await ask()).toMatchObject({ ok: true });
  });

  it("counts the vendor as down after five failures in a row, over all callers", async () => {
    const fail = async () => end(await take(), "vendor_down");
    for (let n = 0; n < 4; n++) await fail();
    expect((await readBudget()).paused).toEqual([]);
    await end(await take(), "usable");
    for (let n = 0; n < 4; n++) await fail();
    expect(await ask()).toMatchObject({ ok: true });
    const calls = await Promise.all(Array.from({ length: 5 }, () => take()));
    await Promise.all(calls.map((call) => end(call, "vendor_down", { failure: "status 503" })));
    expect(await ask()).toMatchObject({ ok: false, pause: { reason: "vendor_down", detail: "status 503" } });
    expect(await secondsLeft("vendor_down")).toBeCloseTo(2, -0.3);
    await pass(2_000);
    await end(await take(), "vendor_down");
    expect(await secondsLeft("vendor_down")).toBeCloseTo(4, -0.3);
  });

  it("neutral ends move no door", async () => {
    await end(await take(), "rate_limited", { retryAfterSeconds: 1 });
    await pass(1_000);
    await end(await take(), "neutral");
    expect(await pauseOf("rate_limited")).toMatchObject({ strikes: 1 });
  });
});

describe("readBudget", () => {
  it("tells what is used and left, when it refills, and every pause", async () => {
    expect(await readBudget(3)).toMatchObject({
      limit: LIMIT,
      used: 0,
      left: LIMIT,
      refillsAt: null,
      paused: [],
    });
    for (let n = 0; n < LIMIT; n++) await take();
    const full = await readBudget(3);
    expect(full).toMatchObject({ used: LIMIT, left: 0, paused: [{ reason: "budget_full" }], fullAt: null });
    expect(Date.parse(full.queueDoneAt ?? "")).toBeGreaterThanOrEqual(Date.parse(full.refillsAt ?? ""));
    await db().pause.create({
      data: { reason: "insufficient_funds", until: null, detail: "Insufficient funds" },
    });
    expect((await readBudget()).paused.map(({ reason }) => reason)).toEqual([
      "insufficient_funds",
      "budget_full",
    ]);
  });

  it("foresees from the last minutes when the hour will be full, and when the queue is done", async () => {
    for (let n = 0; n < 50; n++) await end(await take(), "usable");
    const { fullAt, queueDoneAt } = await readBudget(10);
    const minutes = (iso: string | null) => (Date.parse(iso ?? "") - Date.now()) / 60_000;
    // Five a minute for ten minutes: 10 wait and 40 places are left, so 30 more at five a minute.
    expect(minutes(fullAt)).toBeGreaterThan(5);
    expect(minutes(fullAt)).toBeLessThan(9);
    expect(minutes(queueDoneAt)).toBeLessThan(1);
  });

  it("knows no more than that without a key", async () => {
    await db().accountKey.updateMany({ where: { retiredAt: null }, data: { retiredAt: new Date() } });
    expect(await readBudget(3)).toMatchObject({
      used: 0,
      paused: [{ reason: "no_key", until: null }],
      queueDoneAt: null,
    });
    expect(await decisionDoor()).toEqual({ open: false, opensInMs: null });
  });
});
