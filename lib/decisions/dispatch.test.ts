import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDesk } from "@/e2e/support/test-desk";
import { db } from "@/lib/db/client";
import { decide } from "@/lib/decisions/decide";
import { decisionsJob } from "@/lib/decisions/job";
import type { DecisionState } from "@/lib/decisions/schema";
import { undo } from "@/lib/decisions/undo";
import { startJobs, wakeHere } from "@/lib/runtime/loop";
import { type Sandbox, startSandbox } from "@/sandbox/server";
import { changeSettings, type SettingsChange } from "@/sandbox/settings";
import type { Permitted } from "@/lib/team/actor";

// The dispatcher on a real database against the marketplace over HTTP. The sandbox stands for the vendor; only tests
// may import it, the desk knows it by its address.
let sandbox: Sandbox;
let desk: Awaited<ReturnType<typeof testDesk>>;
let ana: Permitted<"submissions.decide">;

beforeAll(async () => {
  sandbox = await startSandbox({ scenario: "small", balance: "10000.00" });
  desk = await testDesk({
    RAPIDWORKERS_API_URL: sandbox.address,
    RAPIDWORKERS_HOURLY_LIMIT: "100000",
    RAPIDWORKERS_TIMEOUT_MS: "500",
    DECISION_UNDO_SECONDS: "0",
  });
  sandboxSettings({ rateLimit: { limit: 100_000 } });
  await desk.accountKey(sandbox.key);
  ana = await desk.person("reviewer", "Ana");
  await mirrorAll();
  startJobs([decisionsJob]);
});
afterAll(async () => {
  await desk.close();
  await sandbox.close();
});

function sandboxSettings(change: SettingsChange): void {
  sandbox.world.settings = changeSettings(sandbox.world.settings, change);
}

/** The sandbox's campaigns and submissions as the mirror would hold them. */
async function mirrorAll(): Promise<void> {
  for (const campaign of sandbox.world.market.campaigns.values()) {
    await db().campaign.create({
      data: {
        id: campaign.id,
        title: campaign.title,
        status: campaign.status,
        pay: campaign.pay.toFixed(2),
        totalAvailabilities: 1,
        remainingAvailabilities: 1,
        countersAt: new Date(),
      },
    });
    const submissions = [...campaign.submissions.values()];
    await db().worker.createMany({
      data: submissions.map(({ id }) => ({ id: `${id}`, name: "" })),
      skipDuplicates: true,
    });
    await db().submission.createMany({
      data: submissions.map(({ id, status }) => ({
        campaignId: campaign.id,
        id: BigInt(id),
        workerId: `${id}`,
        status,
        // Before anything that happens here: what the desk writes later is newer.
        changedAt: new Date(0),
      })),
    });
  }
}

/** Pending submissions that no test has used yet. */
function nextPending(count: number): { campaignId: string; submissionId: number }[] {
  const all = [...sandbox.world.market.campaigns.values()]
    .filter(({ mine }) => mine)
    .flatMap((campaign) =>
      [...campaign.submissions.values()].map(({ id, status }) => ({
        campaignId: campaign.id,
        submissionId: id,
        status,
      })),
    )
    .filter(({ status, submissionId }) => status === "Pending" && !used.has(submissionId))
    .slice(0, count);
  for (const { submissionId } of all) used.add(submissionId);
  expect(all).toHaveLength(count);
  return all.map(({ campaignId, submissionId }) => ({ campaignId, submissionId }));
}
const used = new Set<number>();

async function decideAll(
  items: { campaignId: string; submissionId: number; verdict: "approve" | "reject" }[],
) {
  const result = await decide(
    ana,
    {
      idempotencyKey: randomUUID(),
      items: items.map((item) => (item.verdict === "reject" ? { ...item, notes: "Wrong page" } : item)),
    },
    "request",
  );
  if (!result.ok) throw new Error(result.reason);
  return result.outcomes.map((outcome) => {
    if (outcome.status !== 202) throw new Error(outcome.message);
    return outcome.id;
  });
}

const SETTLED: DecisionState[] = ["APPLIED", "REFUSED", "CONFLICT", "UNDONE"];

async function settled(ids: string[], withinMs = 20_000) {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const rows = await db().decision.findMany({ where: { id: { in: ids } } });
    if (rows.every(({ state }) => SETTLED.includes(state))) return rows;
    if (Date.now() > deadline)
      throw new Error(
        `not settled: ${JSON.stringify(rows.map(({ state, errorCode }) => [state, errorCode]))}`,
      );
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function until(state: DecisionState, id: string): Promise<void> {
  for (let n = 0; n < 400; n++) {
    if ((await db().decision.findUniqueOrThrow({ where: { id } })).state === state) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`it never was ${state}`);
}

const effectsOn = (submissionId: number) =>
  sandbox.world.journal
    .effectsSince(0)
    .filter((effect) => "submissionId" in effect && effect.submissionId === submissionId)
    .map(({ kind }) => kind);

describe("the dispatcher", () => {
  it("sends each decision once, records what was paid, and moves the mirror along", async () => {
    const [a, b] = nextPending(2);
    if (a === undefined || b === undefined) throw new Error("no submissions");
    const ids = await decideAll([
      { ...a, verdict: "approve" },
      { ...b, verdict: "reject" },
    ]);
    const rows = await settled(ids);
    expect(rows.map(({ state }) => state)).toEqual(["APPLIED", "APPLIED"]);
    const pay = sandbox.world.market.campaigns.get(a.campaignId)?.pay.toFixed(2);
    expect(rows.find(({ verdict }) => verdict === "approve")?.amountPaid?.toFixed(2)).toBe(pay);
    expect([effectsOn(a.submissionId), effectsOn(b.submissionId)]).toEqual([["approve"], ["reject"]]);
    const mirrored = await db().submission.findMany({
      where: { id: { in: [BigInt(a.submissionId), BigInt(b.submissionId)] } },
      select: { id: true, status: true },
    });
    expect(new Map(mirrored.map(({ id, status }) => [Number(id), status]))).toEqual(
      new Map([
        [a.submissionId, "Approved"],
        [b.submissionId, "Rejected"],
      ]),
    );
    expect(await db().auditEvent.count({ where: { subject: ids[0], action: "decision.settled" } })).toBe(1);
  });

  const faults = [
    ["500", "before"],
    ["500", "after"],
    ["reset", "before"],
    ["reset", "after"],
    ["timeout", "before"],
    ["timeout", "after"],
    ["html", "after"],
    ["truncated", "after"],
  ] as const;
  it.each(faults)(
    "reads back after %s %s the effect, and ends with exactly one effect",
    async (kind, when) => {
      const [a, b] = nextPending(2);
      if (a === undefined || b === undefined) throw new Error("no submissions");
      sandboxSettings({
        faults: [
          { endpoint: "approve", kind, when, times: 1, holdMs: 2_000 },
          { endpoint: "reject", kind, when, times: 1, holdMs: 2_000 },
        ],
      });
      const ids = await decideAll([
        { ...a, verdict: "approve" },
        { ...b, verdict: "reject" },
      ]);
      const rows = await settled(ids);
      expect(rows.map(({ state }) => state)).toEqual(["APPLIED", "APPLIED"]);
      expect([effectsOn(a.submissionId), effectsOn(b.submissionId)]).toEqual([["approve"], ["reject"]]);
      sandboxSettings({ faults: [] });
    },
  );

  it("shows a conflict when RapidWorkers has the other verdict already", async () => {
    const [a] = nextPending(1);
    if (a === undefined) throw new Error("no submission");
    const campaign = sandbox.world.market.campaigns.get(a.campaignId);
    const submission = campaign?.submissions.get(a.submissionId);
    if (submission === undefined) throw new Error("no submission");
    submission.status = "Rejected";
    const [row] = await settled(await decideAll([{ ...a, verdict: "approve" }]));
    expect(row).toMatchObject({ state: "CONFLICT", errorCode: "decided_otherwise", error: "Rejected" });
    expect(effectsOn(a.submissionId)).toEqual([]);
  });

  it("waits behind a refused key, undoable, and goes on by itself with a good one", async () => {
    const [a, b] = nextPending(2);
    if (a === undefined || b === undefined) throw new Error("no submissions");
    await desk.accountKey("a-wrong-key");
    const ids = await decideAll([a, b].map((at) => ({ ...at, verdict: "approve" as const })));
    for (
      let n = 0;
      n < 200 && (await db().pause.findUnique({ where: { reason: "key_refused" } })) === null;
      n++
    )
      await new Promise((resolve) => setTimeout(resolve, 25));
    await until("QUEUED", ids[0] ?? "");
    expect(await undo(ana, ids[0] ?? "", "request")).toMatchObject({ ok: true });
    await desk.accountKey(sandbox.key);
    const rows = await settled(ids);
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(["UNDONE", "APPLIED"]));
    expect([effectsOn(a.submissionId), effectsOn(b.submissionId)]).toEqual([[], ["approve"]]);
  });

  it("holds approvals back while the balance is too low, rejects go on, and says so", async () => {
    const [a, b] = nextPending(2);
    if (a === undefined || b === undefined) throw new Error("no submissions");
    sandbox.world.market.balance = sandbox.world.market.balance.times(0);
    const [approval = "", rejection = ""] = await decideAll([
      { ...a, verdict: "approve" },
      { ...b, verdict: "reject" },
    ]);
    await settled([rejection]);
    for (let n = 0; n < 200 && (await db().pause.count()) === 0; n++)
      await new Promise((resolve) => setTimeout(resolve, 25));
    expect(await db().pause.findMany()).toMatchObject([{ reason: "insufficient_funds" }]);
    await until("QUEUED", approval);
    expect(await db().decision.findUnique({ where: { id: approval } })).toMatchObject({
      state: "QUEUED",
      errorCode: "insufficient_funds",
    });
    sandbox.world.market.balance = sandbox.world.market.balance.plus(1000);
    // The next look at the balance is a minute away; bring it forward as time would.
    await db().pause.updateMany({ data: { until: new Date(0) } });
    wakeHere("decisions");
    expect(await settled([approval])).toMatchObject([{ state: "APPLIED" }]);
    expect(await db().pause.count()).toBe(0);
  });

  it("makes a row uncertain whose process died while sending, and settles it by reading back", async () => {
    const [a, b] = nextPending(2);
    if (a === undefined || b === undefined) throw new Error("no submissions");
    const dead = (at: { campaignId: string; submissionId: number }) =>
      db().decision.create({
        data: {
          campaignId: at.campaignId,
          submissionId: BigInt(at.submissionId),
          verdict: "approve",
          state: "SENDING",
          batchId: randomUUID(),
          decidedById: ana.personId,
          heldUntil: new Date(0),
          dueAt: new Date(0),
          sentAt: new Date(),
          leaseOwner: "a dead replica",
          leaseUntil: new Date(0),
        },
      });
    const sent = await dead(a);
    // The dead process had reached the vendor with the first and not with the second.
    await fetch(`${sandbox.address}/api/campaigns/${a.campaignId}/submissions/${a.submissionId}/approve/`, {
      method: "POST",
      headers: { "x-api-key": sandbox.key, "content-type": "application/json" },
      body: "{}",
    });
    const unsent = await dead(b);
    wakeHere("decisions");
    const rows = await settled([sent.id, unsent.id], 30_000);
    expect(rows.map(({ state }) => state)).toEqual(["APPLIED", "APPLIED"]);
    expect([effectsOn(a.submissionId), effectsOn(b.submissionId)]).toEqual([["approve"], ["approve"]]);
  }, 40_000);
});
