import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDesk } from "@/e2e/support/test-desk";
import { db } from "@/lib/db/client";
import type { CallEnd } from "@/lib/gateway/budget";
import { callMarketplace, endOf } from "@/lib/gateway/call";
import {
  MarketplaceShapeError,
  MarketplaceStatusError,
  MarketplaceTransportError,
  type TransportReason,
} from "@/lib/marketplace/errors";
import { type Sandbox, startSandbox } from "@/sandbox/server";

describe("endOf", () => {
  const status = (code: number, words = "", retryAfter: number | null = null) =>
    new MarketplaceStatusError("approve", code, words, retryAfter);
  const broken = (reason: TransportReason) => new MarketplaceTransportError("approve", reason, "maybe");
  const table: [string, unknown, Omit<CallEnd, "durationMs">][] = [
    ["400", status(400, "No"), { status: 400, failure: "No", says: "usable" }],
    ["401", status(401, "Invalid key"), { status: 401, failure: "Invalid key", says: "key_refused" }],
    ["403", status(403), { status: 403, failure: "status 403", says: "usable" }],
    ["404", status(404, "Not found"), { status: 404, failure: "Not found", says: "usable" }],
    [
      "429",
      status(429, "Slow down", 30),
      { status: 429, failure: "Slow down", retryAfterSeconds: 30, says: "rate_limited" },
    ],
    [
      "429 without Retry-After",
      status(429),
      { status: 429, failure: "status 429", retryAfterSeconds: null, says: "rate_limited" },
    ],
    ["500", status(500, "Oops"), { status: 500, failure: "Oops", says: "vendor_down" }],
    ["503", status(503), { status: 503, failure: "status 503", says: "vendor_down" }],
    ["timeout", broken("timeout"), { status: null, failure: "timeout", says: "vendor_down" }],
    ["connection", broken("connection"), { status: null, failure: "connection", says: "vendor_down" }],
    ["aborted", broken("aborted"), { status: null, failure: "aborted", says: "neutral" }],
    ["too large", broken("too-large"), { status: null, failure: "too-large", says: "neutral" }],
    ["unsendable", broken("unsendable"), { status: null, failure: "unsendable", says: "neutral" }],
    [
      "unreadable",
      new MarketplaceShapeError("approve", ["body"]),
      { status: 200, failure: "unreadable answer", says: "vendor_down" },
    ],
    ["a fault of our own", new Error("x"), { status: null, failure: "the desk stopped it", says: "neutral" }],
  ];
  it.each(table)("%s", (_, err, expected) => {
    const { retryAfterSeconds, ...rest } = endOf(err);
    expect(retryAfterSeconds === undefined ? rest : { ...rest, retryAfterSeconds }).toEqual(expected);
  });
});

describe("callMarketplace", () => {
  let sandbox: Sandbox;
  let desk: Awaited<ReturnType<typeof testDesk>>;
  beforeAll(async () => {
    sandbox = await startSandbox({ scenario: "small" });
    desk = await testDesk({ RAPIDWORKERS_API_URL: sandbox.address, RAPIDWORKERS_HOURLY_LIMIT: "50" });
  });
  afterAll(async () => {
    await desk.close();
    await sandbox.close();
  });

  const balance = (joinKey?: string, sendBy?: number) =>
    callMarketplace({ purpose: "decision", joinKey, sendBy }, (client) => client.getBalance());

  it("sends nothing without a key", async () => {
    expect(await balance()).toMatchObject({ ok: false, reason: "not_sent", pause: { reason: "no_key" } });
    expect(await db().upstreamCall.count()).toBe(0);
  });

  it("joins reads that are in flight together into one request, and later ones not", async () => {
    await desk.accountKey(sandbox.key);
    const answers = await Promise.all(Array.from({ length: 20 }, () => balance("balance")));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ ok: true });
    expect(await db().upstreamCall.count()).toBe(1);
    await balance("balance");
    await Promise.all([balance("balance"), balance()]);
    expect(await db().upstreamCall.count()).toBe(4);
  });

  it("records what was asked, for what, and how it ended", async () => {
    await db().upstreamCall.deleteMany();
    await balance();
    const [call] = await db().upstreamCall.findMany();
    expect(call).toMatchObject({ purpose: "decision", status: 200, failure: null });
    expect((call?.countedUntil.getTime() ?? 0) - (call?.endedAt?.getTime() ?? 0)).toBe(3_600_000);
  });

  it("does not send what would leave too late, and says that nothing was sent", async () => {
    const before = sandbox.world.journal.effectsSince(0).length;
    const answer = await balance(undefined, Date.now() - 1);
    expect(answer).toMatchObject({ ok: false, reason: "failed", error: { reason: "aborted", sent: "no" } });
    expect(sandbox.world.journal.effectsSince(0)).toHaveLength(before);
  });

  it("does not send when the hour is full", async () => {
    const calls = await Promise.all(Array.from({ length: 60 }, () => balance()));
    expect(calls.filter(({ ok }) => !ok).length).toBeGreaterThan(0);
    expect(await balance()).toMatchObject({
      ok: false,
      reason: "not_sent",
      pause: { reason: "budget_full" },
    });
  });
});
