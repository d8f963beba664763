import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pendingSubmission, testDesk } from "@/e2e/support/test-desk";
import { db } from "@/lib/db/client";
import { noteCountersRead, takeTurn } from "@/lib/mirror/due";
import { readMetrics } from "@/lib/metrics/data";
import { exposition } from "@/lib/metrics/exposition";

let desk: Awaited<ReturnType<typeof testDesk>>;
beforeAll(async () => {
  desk = await testDesk({ RAPIDWORKERS_HOURLY_LIMIT: "200" });
});
afterAll(() => desk.close());

/** The figures by name and labels; every line must have the form that the format gives it. */
async function figures(): Promise<Map<string, number>> {
  const lines = exposition(await readMetrics())
    .trimEnd()
    .split("\n");
  const samples = lines.filter((line) => !/^# (HELP|TYPE) \w+ \S/.test(line));
  return new Map(
    samples.map((line) => {
      const [, name = "", value] = /^(\w+(?:\{.*\})?) (-?[\d.e+-]+)$/.exec(line) ?? [];
      expect(name, line).not.toBe("");
      return [name, Number(value)];
    }),
  );
}

test("an empty desk: zeros, and no age of what there is not", async () => {
  const seen = await figures();
  expect(seen.get('proofdesk_decisions{state="APPLIED"}')).toBe(0);
  expect(seen.get('proofdesk_paused{reason="no_key"}')).toBe(1);
  expect(seen.get("proofdesk_live_viewers")).toBe(0);
  expect(seen.has("proofdesk_oldest_open_decision_age_seconds")).toBe(false);
  expect(seen.has("proofdesk_balance_age_seconds")).toBe(false);
  expect(seen.has("proofdesk_mirror_age_seconds")).toBe(false);
  expect(await takeTurn("counters", 60_000)).toBe(true);
  expect((await figures()).has("proofdesk_mirror_age_seconds"), "a read that only began").toBe(false);
});

test("what the ledger, the budget and the mirror say", async () => {
  const { id: accountKeyId } = await desk.accountKey("rw_live_0123");
  const person = await desk.person("reviewer");
  const before = (seconds: number) => new Date(Date.now() - seconds * 1000);
  for (const [state, age] of [
    ["UNCERTAIN", 120],
    ["QUEUED", 30],
    ["APPLIED", 900],
  ] as const)
    await db().decision.create({
      data: {
        ...(await pendingSubmission()),
        verdict: "approve",
        state,
        batchId: randomUUID(),
        decidedById: person.personId,
        decidedAt: before(age),
        heldUntil: before(age),
        dueAt: before(0),
      },
    });
  const call = (endpoint: string, status: number | null, ended: boolean) => ({
    accountKeyId,
    endpoint,
    purpose: "decision",
    status,
    endedAt: ended ? new Date() : null,
    countedUntil: before(-3600),
  });
  await db().upstreamCall.createMany({
    data: [
      call("approve", 200, true),
      call("approve", 201, true),
      call("approve", 429, true),
      call("approve", null, true),
      call("balance", null, false),
      { ...call("approve", 200, true), reservedAt: before(3700), countedUntil: before(10) },
    ],
  });
  await db().$transaction((tx) => noteCountersRead(tx, before(300)));
  await db().balance.create({ data: { amount: "12.50", asOf: before(600) } });
  await db().pause.create({ data: { reason: "rate_limited", until: before(-60) } });

  const seen = await figures();
  expect(Object.fromEntries([...seen].filter(([name]) => name.includes("calls_last_hour")))).toEqual({
    'proofdesk_upstream_calls_last_hour{endpoint="approve",status="2xx"}': 2,
    'proofdesk_upstream_calls_last_hour{endpoint="approve",status="4xx"}': 1,
    'proofdesk_upstream_calls_last_hour{endpoint="approve",status="failed"}': 1,
    'proofdesk_upstream_calls_last_hour{endpoint="balance",status="running"}': 1,
  });
  expect(
    ["limit", "used", "left"].map((figure) => seen.get(`proofdesk_budget_${figure}`)),
    "the hour",
  ).toEqual([200, 5, 195]);
  expect(seen.get('proofdesk_decisions{state="APPLIED"}')).toBe(1);
  expect(seen.get('proofdesk_uncertain{kind="decision"}')).toBe(1);
  expect(seen.get('proofdesk_paused{reason="rate_limited"}')).toBe(1);
  expect(seen.get('proofdesk_paused{reason="no_key"}')).toBe(0);
  expect(seen.get("proofdesk_oldest_open_decision_age_seconds")).toBeGreaterThanOrEqual(120);
  expect(seen.get("proofdesk_oldest_open_decision_age_seconds")).toBeLessThan(180);
  expect(Math.floor((seen.get("proofdesk_mirror_age_seconds") ?? 0) / 60)).toBe(5);
  expect(Math.floor((seen.get("proofdesk_balance_age_seconds") ?? 0) / 60)).toBe(10);
  expect(seen.get("process_resident_memory_bytes")).toBeGreaterThan(10_000_000);
  expect(seen.get("proofdesk_uptime_seconds")).toBeGreaterThan(0);
});
