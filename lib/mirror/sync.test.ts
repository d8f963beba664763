import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { testDesk } from "@/e2e/support/test-desk";
import { db, transaction } from "@/lib/db/client";
import { applyOwnDecision } from "@/lib/mirror/apply-own-decision";
import { takeTurn, wakeMirror } from "@/lib/mirror/due";
import { mirrorJob } from "@/lib/mirror/job";
import { refreshCampaign } from "@/lib/mirror/refresh-campaign";
import { syncBlocked, syncCounters } from "@/lib/mirror/sync-counters";
import { syncNextPage } from "@/lib/mirror/sync-page";
import { planNeededRuns, planRuns } from "@/lib/mirror/sync-plan";
import { claimRun } from "@/lib/mirror/sync-run";
import { ledgerRow } from "@/e2e/support/mirror-rows";
import { arrive } from "@/sandbox/market/arrive";
import { approve, reject } from "@/sandbox/market/decide";
import type { Campaign } from "@/sandbox/market/types";
import { customCampaign, customCampaignFields } from "@/sandbox/seed/custom-campaign";
import { type Sandbox, startSandbox } from "@/sandbox/server";
import { changeSettings, type SettingsChange } from "@/sandbox/settings";

let sandbox: Sandbox;
let desk: Awaited<ReturnType<typeof testDesk>>;
const never = new AbortController().signal;
const background = { purpose: "background" } as const;
const elsewhere = { request: null, via: "outside" } as const;

beforeAll(async () => {
  sandbox = await startSandbox({ balance: "1000000.00" });
  desk = await testDesk({ RAPIDWORKERS_API_URL: sandbox.address, RAPIDWORKERS_HOURLY_LIMIT: "100000" });
});
beforeEach(async () => {
  await db().$executeRaw`
    TRUNCATE campaign, worker, decision, lease, presence, upstream_call, account_key, pause, balance CASCADE`;
  await desk.accountKey(sandbox.key);
  sandbox.world.market.campaigns.clear();
  settings({ faults: [], rateLimit: { limit: 100_000 }, contradictions: { submissionOrder: "newest" } });
});
afterAll(async () => {
  await desk.close();
  await sandbox.close();
});

function settings(change: SettingsChange) {
  sandbox.world.settings = changeSettings(sandbox.world.settings, change);
}

const market = (fields: object) => customCampaign(sandbox.world, customCampaignFields.parse(fields));

const pendingOf = (campaign: Campaign) =>
  [...campaign.submissions.values()].filter(({ status }) => status === "Pending");

const submissionReads = () =>
  db().upstreamCall.count({ where: { endpoint: "submissions", status: { not: null } } });

/** The vendor's truth and ours, as comparable as they can be. */
const truth = (campaign: Campaign) =>
  [...campaign.submissions.values()].map(({ id, status }) => `${id} ${status}`).toSorted();
const mirrored = async (campaign: Campaign) =>
  (await db().submission.findMany({ where: { campaignId: campaign.id }, select: { id: true, status: true } }))
    .map(({ id, status }) => `${id} ${status}`)
    .toSorted();

/** Reads pages until no run is due; `between` happens at the vendor between two of them. */
async function readAll(between: () => void = () => {}): Promise<void> {
  for (let page = await syncNextPage(); page.done !== "idle"; page = await syncNextPage()) {
    if (page.done === "waiting") throw new Error(`paused: ${page.pause.reason}`);
    between();
  }
}

/** Reads the counters after hours in which nothing was read, and plans what is to be read now. */
async function look(): Promise<void> {
  await db().$executeRaw`UPDATE campaign SET synced_at = synced_at - interval '2 hours'`;
  await db().$executeRaw`UPDATE campaign_sync SET started_at = started_at - interval '2 hours'`;
  await db().$executeRaw`DELETE FROM lease WHERE name = 'mirror.pages'`;
  await syncCounters(background);
  await planNeededRuns();
}

/** Lets time pass: counters are read, runs that wait are due, until nothing is left to do. */
async function settleDown(): Promise<void> {
  for (let rounds = 0; rounds < 10; rounds++) {
    await look();
    await db().$executeRaw`UPDATE campaign_sync SET next_attempt_at = now()`;
    if ((await db().campaignSync.count()) === 0) return;
    await readAll();
  }
  throw new Error("the mirror does not come to rest");
}

describe("a full sync", () => {
  it("mirrors 20,000 submissions, pending first, and goes on after an abort and a death in the middle", async () => {
    settings({ contradictions: { submissionOrder: "shuffled" } });
    const campaign = market({ pending: 1500, approved: 17_500, rejected: 1000 });
    await look();
    for (let page = 0; page < 2; page++) await syncNextPage();
    expect(await db().submission.count({ where: { status: "Pending" } })).toBe(1500);
    expect(await db().submission.count()).toBe(1500);

    for (let page = 0; page < 7; page++) expect(await syncNextPage()).toMatchObject({ done: "page" });
    const stop = new AbortController();
    settings({ latency: { fixedMs: 200 } });
    const stopped = syncNextPage(stop.signal);
    setTimeout(() => stop.abort(), 50);
    expect(await stopped).toMatchObject({ done: "failed" });
    settings({ latency: { fixedMs: 0 } });

    expect(await claimRun("a replica that dies now", 60_000)).toMatchObject({ nextPage: 8 });
    expect(await syncNextPage()).toEqual({ done: "idle" });
    await db().$executeRaw`UPDATE campaign_sync SET lease_until = now()`;
    expect(await db().campaignSync.findFirst()).toMatchObject({
      nextPage: 8,
      readCount: 7000,
      totalCount: 20_000,
    });
    await readAll();

    expect(await mirrored(campaign)).toEqual(truth(campaign));
    expect(await submissionReads()).toBe(2 + 20);
    expect(await db().campaignSync.count()).toBe(0);
    expect((await db().campaign.findUniqueOrThrow({ where: { id: campaign.id } })).syncedAt).not.toBeNull();
    await look();
    expect(await db().campaignSync.count()).toBe(0);
  }, 120_000);

  it.each(["newest", "oldest", "shuffled"] as const)(
    "loses nothing when others hand in and decide while it pages (%s first)",
    async (submissionOrder) => {
      settings({ contradictions: { submissionOrder } });
      const campaign = market({ pending: 3500, approved: 1200, total: 20_000 });
      await look();
      let pages = 0;
      await readAll(() => {
        if (++pages > 12) return;
        arrive(sandbox.world, campaign, 30);
        for (const submission of pendingOf(campaign).slice(0, 20))
          approve(sandbox.world, campaign, submission, null, elsewhere);
      });
      await settleDown();
      expect(await mirrored(campaign)).toEqual(truth(campaign));
    },
    120_000,
  );

  it("puts a campaign off that fails, says why, and goes on with the others", async () => {
    const campaign = market({ pending: 3 });
    await look();
    settings({ faults: [{ endpoint: "submissions", kind: "500", times: 1 }] });
    expect(await syncNextPage()).toEqual({ done: "failed", campaignId: campaign.id });
    expect(await db().campaignSync.findFirst()).toMatchObject({ error: "status_500", attempts: 1 });
    const other = market({ pending: 2 });
    await look();
    await readAll();
    expect(await mirrored(other)).toEqual(truth(other));
    expect(await mirrored(campaign)).toEqual([]);
    await settleDown();
    expect(await mirrored(campaign)).toEqual(truth(campaign));
  });
});

describe("what moved", () => {
  it("reads only campaigns whose counters moved", async () => {
    const campaigns = [
      market({ pending: 3, total: 50 }),
      market({ pending: 2 }),
      market({ approved: 4 }),
    ] as const;
    await settleDown();
    const before = await submissionReads();
    arrive(sandbox.world, campaigns[0], 2);
    await look();
    await readAll();
    expect(await mirrored(campaigns[0])).toEqual(truth(campaigns[0]));
    expect((await submissionReads()) - before).toBe(1);
  });

  it("does not take our own decisions for news", async () => {
    const campaign = market({ pending: 3 });
    await settleDown();
    const [submission] = campaign.submissions.values();
    if (submission === undefined) throw new Error("no submission");
    approve(sandbox.world, campaign, submission, null, elsewhere);
    const submissionId = BigInt(submission.id);
    await transaction((tx) =>
      applyOwnDecision(tx, { campaignId: campaign.id, submissionId, status: "Approved", notes: null }),
    );
    await look();
    expect(await db().campaignSync.count()).toBe(0);
  });

  it("learns a verdict given elsewhere in a full read that waits for its time, and tells the ledger", async () => {
    const campaign = market({ pending: 3, approved: 1200 });
    await settleDown();
    const submission = pendingOf(campaign)[0];
    if (submission === undefined) throw new Error("no submission");
    const { personId } = await desk.person("reviewer");
    const at = { campaignId: campaign.id, submissionId: submission.id };
    const decision = await ledgerRow(personId, at, { verdict: "approve", state: "QUEUED" });
    reject(sandbox.world, campaign, submission, "Seen on the site", elsewhere);

    await db().campaign.updateMany({ data: { syncedAt: new Date() } });
    await syncCounters(background);
    await transaction((tx) => planRuns(tx, [campaign.id]));
    await readAll();
    const waiting = await db().campaignSync.findUniqueOrThrow({ where: { campaignId: campaign.id } });
    expect(waiting).toMatchObject({ scope: "", nextPage: 1, error: null });
    expect(waiting.nextAttemptAt.getTime()).toBeGreaterThan(Date.now() + 30_000);

    await settleDown();
    expect(await mirrored(campaign)).toEqual(truth(campaign));
    expect(await db().decision.findUnique({ where: { id: decision } })).toMatchObject({ state: "CONFLICT" });
  });

  it("keeps campaigns that are gone upstream, and leaves them alone", async () => {
    const campaign = market({ pending: 2 });
    await look();
    sandbox.world.market.campaigns.delete(campaign.id);
    await db().$executeRaw`DELETE FROM campaign_sync`;
    const other = market({ pending: 1 });
    await settleDown();
    expect(await db().campaign.count()).toBe(2);
    expect(await mirrored(campaign)).toEqual([]);
    expect(await mirrored(other)).toEqual(truth(other));
  });
});

describe("refreshCampaign", () => {
  it("reads at once, in the person's name, verdicts from elsewhere included", async () => {
    const campaign = market({ pending: 3, approved: 10 });
    await settleDown();
    const submission = pendingOf(campaign)[0];
    if (submission === undefined) throw new Error("no submission");
    approve(sandbox.world, campaign, submission, null, elsewhere);
    const viewer = await desk.person<"desk.look">("viewer");
    expect(await refreshCampaign(viewer, campaign.id, "request")).toEqual({ ok: true });
    await expect.poll(() => mirrored(campaign)).toEqual(truth(campaign));
    await expect.poll(() => db().campaignSync.count()).toBe(0);
    const asked = await db().upstreamCall.findMany({ where: { actorId: viewer.personId } });
    expect(asked.map(({ endpoint }) => endpoint)).toEqual(["campaigns", "submissions"]);
    expect(new Set(asked.map(({ purpose }) => purpose))).toEqual(new Set(["person"]));
    expect(await refreshCampaign(viewer, "nothing", "request")).toEqual({ ok: false, reason: "not_found" });
  });
});

describe("mirrorJob", () => {
  it("reads everything on its first turns, then rests without asking the vendor", async () => {
    const campaign = market({ pending: 2, approved: 2 });
    for (let turn = 0; turn < 3; turn++) await mirrorJob.run(never);
    expect(await mirrored(campaign)).toEqual(truth(campaign));
    expect(await db().balance.count()).toBe(1);
    const calls = await db().upstreamCall.count();
    expect(await mirrorJob.run(never)).toEqual({ nextInMs: 5000 });
    expect(await db().upstreamCall.count()).toBe(calls);
    await transaction((tx) => wakeMirror(tx));
    await mirrorJob.run(never);
    expect(await db().upstreamCall.count()).toBe(calls + 1);
  });

  it("sends nothing without a key, and begins as soon as there is one", async () => {
    market({ pending: 2 });
    await db().accountKey.deleteMany();
    expect(await mirrorJob.run(never)).toEqual({ nextInMs: 10_000 });
    expect(await db().upstreamCall.count()).toBe(0);
    await desk.accountKey(sandbox.key);
    await mirrorJob.run(never);
    expect(await db().submission.count()).toBe(2);
  });

  it("gives a turn to one of many at the same time, and not again before its time", async () => {
    const turns = await Promise.all(Array.from({ length: 20 }, () => takeTurn("counters", 30_000)));
    expect(turns.filter(Boolean)).toHaveLength(1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await takeTurn("counters", 30_000)).toBe(false);
    expect(await takeTurn("counters", 10)).toBe(true);
  });
});

describe("syncBlocked", () => {
  it("marks and unmarks by id alone", async () => {
    const [one, two] = sandbox.world.market.workers.values();
    if (one === undefined || two === undefined) throw new Error("no workers");
    sandbox.world.market.blocked.clear();
    sandbox.world.market.blocked.set(one.number, "2026-01-15T10:30:00Z");
    const long = new Date("2026-01-01T00:00:00Z");
    await db().worker.createMany({
      data: [
        { id: String(one.number), name: "other name" },
        { id: String(two.number), name: "unblocked on the site", blockedAt: long },
        { id: "abc-def-123", name: one.name },
        { id: "xyz", name: "blocked here, not comparable", blockedAt: long },
      ],
    });
    await syncBlocked(background);
    const blocked = await db().worker.findMany({
      where: { blockedAt: { not: null } },
      orderBy: { id: "asc" },
    });
    expect(blocked.map(({ id }) => id)).toEqual([String(one.number), "xyz"]);
    expect(blocked[0]?.blockedAt?.toISOString()).toBe("2026-01-15T10:30:00.000Z");
  });
});
