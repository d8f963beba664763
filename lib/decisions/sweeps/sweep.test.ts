import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { testDesk } from "@/e2e/support/test-desk";
import { db } from "@/lib/db/client";
import { decisionsJob } from "@/lib/decisions/job";
import { sweepsJob } from "@/lib/decisions/sweeps/job";
import { mirrorCampaignOf, queueAll } from "@/lib/decisions/sweeps/testing";
import { startJobs, wakeHere } from "@/lib/runtime/loop";
import type { Permitted } from "@/lib/team/actor";
import { arrive } from "@/sandbox/market/arrive";
import { customCampaign, customCampaignFields } from "@/sandbox/seed/custom-campaign";
import { type Sandbox, startSandbox } from "@/sandbox/server";
import { changeSettings, defaultSettings, type SettingsChange } from "@/sandbox/settings";

// Sweeps on a real database against the marketplace over HTTP; what it says it did is the judge.
let sandbox: Sandbox;
let desk: Awaited<ReturnType<typeof testDesk>>;
let ana: Permitted<"submissions.decide">;
let effectsBefore = 0;

beforeAll(async () => {
  sandbox = await startSandbox({ scenario: "small", balance: "100000.00" });
  desk = await testDesk({
    RAPIDWORKERS_API_URL: sandbox.address,
    RAPIDWORKERS_TIMEOUT_MS: "500",
    DECISION_UNDO_SECONDS: "0",
  });
  await desk.accountKey(sandbox.key);
  ana = await desk.person("reviewer", "Ana");
  startJobs([decisionsJob, sweepsJob]);
});
afterAll(async () => {
  await desk.close();
  await sandbox.close();
});
beforeEach(() => {
  effectsBefore = sandbox.world.journal.effects.length;
  settings({});
});
afterEach(async () => {
  settings({});
  // Each test begins with an hour of its own.
  await db().upstreamCall.deleteMany();
  await db().pause.deleteMany();
});

/** The documented vendor with these changes, and an hour that no test fills. */
function settings(change: SettingsChange): void {
  sandbox.world.settings = changeSettings(defaultSettings(), {
    rateLimit: { limit: 100_000 },
    ...change,
  });
}

async function campaignOf(fields: Partial<Parameters<typeof customCampaignFields.parse>[0] & object>) {
  const campaign = customCampaign(sandbox.world, customCampaignFields.parse({ pay: "0.10", ...fields }));
  return { campaign, ids: await mirrorCampaignOf(campaign.id) };
}

const effects = (campaignId: string) =>
  sandbox.world.journal
    .effectsSince(effectsBefore)
    .filter((effect) => "campaignId" in effect && effect.campaignId === campaignId);
const kinds = (campaignId: string) => effects(campaignId).map(({ kind }) => kind);

/** Waits until no decision of the campaign is open, and answers how many stand in each state. */
async function settled(campaignId: string, withinMs = 50_000): Promise<Record<string, number>> {
  const deadline = Date.now() + withinMs;
  wakeHere("decisions");
  for (;;) {
    wakeHere("sweeps");
    const rows = await db().decision.groupBy({ by: ["state"], where: { campaignId }, _count: true });
    const states = Object.fromEntries(rows.map(({ state, _count }) => [state, _count]));
    const open = ["HELD", "QUEUED", "SENDING", "UNCERTAIN"].some((state) => state in states);
    const sweeping = await db().sweep.count({
      where: { campaignId, state: { in: ["VERIFYING", "SENDING", "UNCERTAIN"] } },
    });
    if (!open && sweeping === 0) return states;
    if (Date.now() > deadline) throw new Error(`not settled: ${JSON.stringify(states)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const sweepsOf = (campaignId: string) =>
  db().sweep.findMany({ where: { campaignId }, orderBy: { startedAt: "asc" } });

describe("a sweep", { timeout: 60_000 }, () => {
  it("rejects first, then approves the rest of a closed campaign with one call", async () => {
    const { campaign, ids } = await campaignOf({ status: "Completed", pending: 120 });
    await queueAll(ana.personId, campaign.id, ids, (_, nth) => (nth % 10 === 0 ? "reject" : "approve"));
    expect(await settled(campaign.id)).toEqual({ APPLIED: 120 });
    expect(kinds(campaign.id)).toEqual([...Array(12).fill("reject"), "bulk"]);
    expect(await sweepsOf(campaign.id)).toMatchObject([
      { state: "DONE", ground: "closed_campaign", planned: 108, errorCode: null, unseen: [] },
    ]);
    expect(await db().submission.count({ where: { campaignId: campaign.id, status: "Approved" } })).toBe(108);
    expect(await db().campaign.findUnique({ where: { id: campaign.id } })).toMatchObject({
      pending: 0,
      approved: 108,
      rejected: 12,
    });
    const actions = await db().auditEvent.findMany({
      where: { data: { path: ["campaignId"], equals: campaign.id } },
    });
    expect(actions.filter(({ action }) => action === "decision.settled")).toHaveLength(120);
    expect(actions.filter(({ action }) => action.startsWith("sweep.")).map(({ action }) => action)).toEqual([
      "sweep.started",
      "sweep.done",
    ]);
  });

  it("sends nothing in bulk when something arrived before the list was read again", async () => {
    const { campaign, ids } = await campaignOf({ status: "Active", total: 1000, pending: 80 });
    await db().campaign.update({ where: { id: campaign.id }, data: { sweepsAllowedAt: new Date() } });
    arrive(sandbox.world, campaign, 1);
    const [newcomer] = [...campaign.submissions.keys()].slice(-1);
    await queueAll(ana.personId, campaign.id, ids, () => "approve");
    expect(await settled(campaign.id)).toEqual({ APPLIED: 80 });
    expect(new Set(kinds(campaign.id))).toEqual(new Set(["arrival", "approve"]));
    expect(await sweepsOf(campaign.id)).toMatchObject([{ state: "ABANDONED", errorCode: "sets_differ" }]);
    expect(campaign.submissions.get(newcomer ?? 0)?.status).toBe("Pending");
    // The newcomer is in the mirror for the reviewers, without a read more.
    expect(await db().submission.findFirst({ where: { id: BigInt(newcomer ?? 0) } })).toMatchObject({
      status: "Pending",
    });
  });

  const lost = [
    ["timeout", "after"],
    ["500", "after"],
    ["reset", "after"],
    ["html", "after"],
    ["timeout", "before"],
    ["500", "before"],
  ] as const;
  it.each(lost)(
    "ends with one effect for each submission when the answer is lost: %s %s",
    async (kind, when) => {
      const { campaign, ids } = await campaignOf({ status: "Completed", pending: 60 });
      settings({ faults: [{ endpoint: "bulk", kind, when, times: 1, holdMs: 2_000 }] });
      await queueAll(ana.personId, campaign.id, ids, () => "approve");
      expect(await settled(campaign.id)).toEqual({ APPLIED: 60 });
      expect(kinds(campaign.id)).toEqual(["bulk"]);
      const states = (await sweepsOf(campaign.id)).map(({ state }) => state);
      // One bulk call for each sweep; a second sweep only after the first was read back as nothing done.
      expect(states).toEqual(when === "after" ? ["DONE"] : ["ABANDONED", "DONE"]);
    },
    60_000,
  );

  it("reads back a bulk call whose process died, sent or not", async () => {
    for (const sent of [true, false]) {
      const { campaign, ids } = await campaignOf({ status: "Completed", pending: 50 });
      await queueAll(ana.personId, campaign.id, ids, () => "approve");
      const sweep = await db().sweep.create({
        data: {
          campaignId: campaign.id,
          state: "SENDING",
          ground: "closed_campaign",
          planned: 50,
          sentAt: new Date(),
          leaseOwner: "a dead replica",
          leaseUntil: new Date(0),
        },
      });
      await db().decision.updateMany({
        where: { campaignId: campaign.id },
        data: { state: "SENDING", sweepId: sweep.id, leaseOwner: "a dead replica", leaseUntil: new Date(0) },
      });
      if (sent)
        await fetch(`${sandbox.address}/api/campaigns/${campaign.id}/submissions/bulk_action/`, {
          method: "POST",
          headers: { "x-api-key": sandbox.key, "content-type": "application/json" },
          body: "{}",
        });
      expect(await settled(campaign.id)).toEqual({ APPLIED: 50 });
      expect(kinds(campaign.id)).toEqual(["bulk"]);
    }
  });

  it("waits for money, with everything back in the queue", async () => {
    const { campaign, ids } = await campaignOf({ status: "Completed", pending: 60 });
    const balance = sandbox.world.market.balance;
    sandbox.world.market.balance = balance.times(0).plus("0.50");
    await queueAll(ana.personId, campaign.id, ids, () => "approve");
    for (
      let n = 0;
      n < 200 && (await db().pause.count({ where: { reason: "insufficient_funds" } })) === 0;
      n++
    )
      await new Promise((resolve) => setTimeout(resolve, 50));
    for (
      let n = 0;
      n < 100 && (await db().decision.count({ where: { campaignId: campaign.id, state: "QUEUED" } })) < 60;
      n++
    )
      await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await sweepsOf(campaign.id)).toMatchObject([
      { state: "ABANDONED", errorCode: "insufficient_funds" },
    ]);
    expect(kinds(campaign.id)).toEqual([]);
    sandbox.world.market.balance = balance;
    await db().pause.updateMany({ data: { until: new Date(0) } });
    wakeHere("decisions");
    expect(await settled(campaign.id)).toEqual({ APPLIED: 60 });
    expect(kinds(campaign.id)).toEqual(["bulk"]);
  });

  it("settles what a vendor with too little money paid in part, and queues the rest", async () => {
    const { campaign, ids } = await campaignOf({ status: "Completed", pending: 60 });
    settings({ bulkShortOfFunds: "partial" });
    const balance = sandbox.world.market.balance;
    sandbox.world.market.balance = balance.times(0).plus("2.00");
    await queueAll(ana.personId, campaign.id, ids, () => "approve");
    for (
      let n = 0;
      n < 200 && (await db().pause.count({ where: { reason: "insufficient_funds" } })) === 0;
      n++
    )
      await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await sweepsOf(campaign.id)).toMatchObject([{ state: "DONE", errorCode: "partly" }]);
    expect(await db().decision.count({ where: { campaignId: campaign.id, state: "APPLIED" } })).toBe(20);
    sandbox.world.market.balance = balance;
    await db().pause.updateMany({ data: { until: new Date(0) } });
    wakeHere("decisions");
    expect(await settled(campaign.id)).toEqual({ APPLIED: 60 });
  });

  it("never sweeps an open campaign without a manager's leave", async () => {
    const { campaign, ids } = await campaignOf({ status: "Active", total: 1000, pending: 70 });
    await queueAll(ana.personId, campaign.id, ids, () => "approve");
    expect(await settled(campaign.id)).toEqual({ APPLIED: 70 });
    expect(new Set(kinds(campaign.id))).toEqual(new Set(["approve"]));
    expect(await sweepsOf(campaign.id)).toEqual([]);
  });

  it("finds out by a fresh read that a campaign which looked full has free places", async () => {
    const { campaign, ids } = await campaignOf({ status: "Active", total: 70, pending: 70 });
    campaign.total = 71;
    await queueAll(ana.personId, campaign.id, ids, () => "approve");
    expect(await settled(campaign.id)).toEqual({ APPLIED: 70 });
    expect(new Set(kinds(campaign.id))).toEqual(new Set(["approve"]));
    expect(await sweepsOf(campaign.id)).toMatchObject([{ state: "ABANDONED", errorCode: "open_campaign" }]);
  });

  it("with leave sweeps an open campaign, and names whom it approved unseen", async () => {
    const { campaign, ids } = await campaignOf({ status: "Active", total: 1000, pending: 70 });
    await db().campaign.update({
      where: { id: campaign.id },
      data: { sweepsAllowedAt: new Date(), sweepsAllowedById: ana.personId },
    });
    // Somebody hands in between the last read and the bulk call: with its request, before its effect.
    settings({ latency: { fixedMs: 150, jitterMs: 0 } });
    const watch = setInterval(() => {
      const bulk = sandbox.world.journal
        .requestsSince(0)
        .some(({ path }) => path.includes(`${campaign.id}/submissions/bulk`));
      if (!bulk || campaign.submissions.size > 70) return;
      clearInterval(watch);
      arrive(sandbox.world, campaign, 1);
    }, 5);
    await queueAll(ana.personId, campaign.id, ids, () => "approve");
    expect(await settled(campaign.id)).toEqual({ APPLIED: 70 });
    clearInterval(watch);
    const newcomer = [...campaign.submissions.values()].at(-1);
    expect(newcomer?.status).toBe("Approved");
    expect(kinds(campaign.id)).toEqual(["arrival", "bulk"]);
    expect(await sweepsOf(campaign.id)).toMatchObject([
      {
        state: "DONE",
        ground: "allowed_open",
        unseen: [{ submissionId: newcomer?.id, worker: newcomer?.worker.name }],
      },
    ]);
  });
});
