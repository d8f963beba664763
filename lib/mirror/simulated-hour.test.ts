import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { testDesk } from "@/e2e/support/test-desk";
import { db, transaction } from "@/lib/db/client";
import { mirrorJob } from "@/lib/mirror/job";
import { arrive } from "@/sandbox/market/arrive";
import { approve } from "@/sandbox/market/decide";
import type { Campaign } from "@/sandbox/market/types";
import { customCampaign, customCampaignFields } from "@/sandbox/seed/custom-campaign";
import { type Sandbox, startSandbox } from "@/sandbox/server";
import { changeSettings } from "@/sandbox/settings";

let sandbox: Sandbox;
let desk: Awaited<ReturnType<typeof testDesk>>;
const never = new AbortController().signal;
const elsewhere = { request: null, via: "outside" } as const;

beforeAll(async () => {
  sandbox = await startSandbox({ balance: "1000000.00" });
  desk = await testDesk({ RAPIDWORKERS_API_URL: sandbox.address });
});
beforeEach(async () => {
  await db().$executeRaw`
    TRUNCATE campaign, worker, decision, lease, presence, review_presence, person, upstream_call, account_key, pause,
      balance CASCADE`;
  await desk.accountKey(sandbox.key);
  sandbox.world.market.campaigns.clear();
  sandbox.world.settings = changeSettings(sandbox.world.settings, { rateLimit: { limit: 100_000 } });
});
afterAll(async () => {
  await desk.close();
  await sandbox.close();
});

const STEP_SECONDS = 30;
const STEPS = 3600 / STEP_SECONDS;

/** Lets time pass by making everything older that the desk compares with the clock. */
async function pass(seconds: number): Promise<void> {
  const by = `${seconds * 1000} milliseconds`;
  await db().$executeRaw`UPDATE lease SET until = until - ${by}::interval, due_at = due_at - ${by}::interval
    WHERE until > '1971-01-01' OR due_at > '1971-01-01'`;
  await db()
    .$executeRaw`UPDATE campaign SET synced_at = synced_at - ${by}::interval, counters_at = counters_at - ${by}::interval`;
  await db().$executeRaw`UPDATE campaign_sync SET started_at = started_at - ${by}::interval,
    next_attempt_at = next_attempt_at - ${by}::interval, lease_until = lease_until - ${by}::interval`;
  await db().$executeRaw`UPDATE upstream_call SET counted_until = counted_until - ${by}::interval`;
  await db()
    .$executeRaw`UPDATE decision SET decided_at = decided_at - ${by}::interval, settled_at = settled_at - ${by}::interval`;
  await db().$executeRaw`UPDATE submission SET changed_at = changed_at - ${by}::interval`;
  await db().$executeRaw`UPDATE balance SET as_of = as_of - ${by}::interval`;
}

/** Where this many people review: each in a campaign of their own, the first in all; and a page open for each. */
async function present(people: readonly string[], campaigns: readonly Campaign[]): Promise<void> {
  const rows = people.map((personId, nth) => ({
    personId,
    campaignId: nth === 0 ? "" : (campaigns[nth]?.id ?? ""),
    seenAt: new Date(),
  }));
  await db().reviewPresence.deleteMany();
  await db().reviewPresence.createMany({ data: rows });
  const viewers = { viewers: people.length, seenAt: new Date() };
  await db().presence.upsert({
    where: { replica: "a" },
    create: { replica: "a", ...viewers },
    update: viewers,
  });
}

/** Approves what the mirror has, as one transaction a step; both sides know at once. Returns how many there were. */
async function decide(personId: string, campaign: Campaign, most: number): Promise<number> {
  const rows = await db().submission.findMany({
    select: { id: true },
    where: { campaignId: campaign.id, status: "Pending" },
    take: most,
    orderBy: { id: "asc" },
  });
  for (const { id } of rows) {
    const submission = campaign.submissions.get(Number(id));
    if (submission === undefined) throw new Error("the mirror has what the vendor does not");
    approve(sandbox.world, campaign, submission, null, elsewhere);
  }
  // What apply-own-decision.ts does row by row, in one statement each: the hour has thousands.
  await transaction(async (tx) => {
    const submissionId = { in: rows.map(({ id }) => id) };
    await tx.submission.updateMany({
      where: { campaignId: campaign.id, id: submissionId },
      data: { status: "Approved", changedAt: new Date() },
    });
    const by = rows.length;
    await tx.campaign.update({
      where: { id: campaign.id },
      data: {
        pending: { decrement: by },
        syncedPending: { decrement: by },
        approved: { increment: by },
        syncedApproved: { increment: by },
        countersAt: new Date(),
      },
    });
    const now = new Date();
    await tx.decision.createMany({
      data: rows.map(({ id }) => ({
        campaignId: campaign.id,
        submissionId: id,
        verdict: "approve" as const,
        state: "APPLIED" as const,
        batchId: personId,
        decidedById: personId,
        heldUntil: now,
        dueAt: now,
        settledAt: now,
      })),
    });
  });
  return rows.length;
}

/** An hour in which 5,000 submissions arrive in 20 campaigns that stood mirrored; how many requests it took. */
async function hour(people: number, perPersonAndStep: number) {
  const campaigns = Array.from({ length: 20 }, () =>
    customCampaign(sandbox.world, customCampaignFields.parse({ pending: 30, total: 5000 })),
  );
  const ids = await Promise.all(
    Array.from({ length: people }, async () => (await desk.person("reviewer")).personId),
  );
  for (let turn = 0; turn < 6; turn++) await mirrorJob.run(never);
  await pass(3600);
  const before = sandbox.world.journal.requestsTotal;
  let decided = 0;
  let arrived = 0;
  for (let step = 0; step < STEPS; step++) {
    const startedAt = Date.now();
    await present(ids, campaigns);
    for (; arrived < (5000 * (step + 1)) / STEPS; arrived++) {
      const campaign = campaigns[arrived % campaigns.length];
      if (campaign !== undefined) arrive(sandbox.world, campaign, 1);
    }
    await mirrorJob.run(never);
    for (const [nth, personId] of ids.entries()) {
      const campaign = campaigns[nth === 0 ? step % campaigns.length : nth];
      if (campaign !== undefined) decided += await decide(personId, campaign, perPersonAndStep);
    }
    await pass(STEP_SECONDS - (Date.now() - startedAt) / 1000);
  }
  const entries = sandbox.world.journal.requestsSince(before);
  const oldest = await db().$queryRaw<[{ minutes: number }]>`
    SELECT (extract(epoch FROM now() - min(synced_at)) / 60)::float8 AS minutes FROM campaign`;
  return {
    reads: entries.length,
    kinds: Object.fromEntries(
      [...new Set(entries.map(({ endpoint }) => endpoint ?? ""))].map((endpoint) => [
        endpoint,
        entries.filter((entry) => entry.endpoint === endpoint).length,
      ]),
    ),
    decided,
    arrived,
    oldestMinutes: oldest[0].minutes,
  };
}

describe("an hour with 5,000 arrivals over 20 campaigns", () => {
  it("costs at most 150 reads with 20 reviewers, and with one no fewer than half of that", async () => {
    const twenty = await hour(20, 4);
    expect(twenty.arrived).toBe(5000);
    expect(twenty.decided).toBeGreaterThan(4000);
    expect(twenty.reads).toBeLessThanOrEqual(150);
    expect(twenty.oldestMinutes).toBeLessThan(22);

    sandbox.world.market.campaigns.clear();
    await db().$executeRaw`TRUNCATE campaign, decision, lease, upstream_call CASCADE`;
    const one = await hour(1, 3);
    expect(one.reads).toBeLessThanOrEqual(150);
    expect(one.reads).toBeGreaterThanOrEqual(twenty.reads / 2);
    expect(one.oldestMinutes).toBeLessThan(22);
  }, 180_000);

  it("costs few reads when nobody looks", async () => {
    const nobody = await hour(0, 0);
    expect(nobody.reads).toBeLessThanOrEqual(40);
  }, 60_000);
});

describe("a reviewer with nothing left to do", () => {
  it("has what arrived within a minute and a half; own decisions alone cause no read", async () => {
    const campaign = customCampaign(sandbox.world, customCampaignFields.parse({ pending: 3, total: 500 }));
    const { personId } = await desk.person("reviewer");
    for (let turn = 0; turn < 3; turn++) await mirrorJob.run(never);
    const pagesRead = () => db().upstreamCall.count({ where: { endpoint: "submissions" } });
    const review = async (seconds: number) => {
      for (let second = 0; second < seconds; second += 10) {
        await db().reviewPresence.deleteMany();
        await db().reviewPresence.create({
          data: { personId, campaignId: campaign.id, seenAt: new Date() },
        });
        await pass(10);
        await mirrorJob.run(never);
      }
    };
    expect(await decide(personId, campaign, 10)).toBe(3);
    const before = await pagesRead();
    await review(300);
    expect(await pagesRead()).toBe(before);
    arrive(sandbox.world, campaign, 2);
    await review(90);
    expect(await pagesRead()).toBe(before + 1);
    expect(await db().submission.count({ where: { status: "Pending" } })).toBe(2);
  });
});
