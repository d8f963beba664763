import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { testDesk } from "@/e2e/support/test-desk";
import { db } from "@/lib/db/client";
import { claimForSending, nextDueMs } from "@/lib/decisions/claim";

let desk: Awaited<ReturnType<typeof testDesk>>;
let personId: string;

beforeAll(async () => {
  desk = await testDesk();
  ({ personId } = await desk.person("reviewer", "Ana"));
});
afterAll(() => desk.close());
beforeEach(async () => {
  await db().sweep.deleteMany();
  await db().decision.deleteMany();
  await db().campaign.deleteMany();
  await db().decisionBatch.deleteMany();
});

let age = 0;

/** So many decisions of a campaign in the queue, each younger than all before it. */
async function queue(
  title: string,
  count: number,
  row: { lane?: number; verdict?: "approve" | "reject"; batchId?: string; notes?: string } = {},
  campaign: { approveOnceFull?: boolean; remaining?: number } = {},
): Promise<string> {
  await db().campaign.upsert({
    where: { id: title },
    create: {
      id: title,
      title,
      status: "Active",
      pay: "0.10",
      totalAvailabilities: 1000,
      remainingAvailabilities: campaign.remaining ?? 1000,
      approveOnceFull: campaign.approveOnceFull ?? null,
      countersAt: new Date(),
    },
    update: {},
  });
  await db().worker.createMany({ data: [{ id: "worker", name: "Worker" }], skipDuplicates: true });
  const ids = Array.from({ length: count }, () => BigInt(++age));
  const at = { campaignId: title };
  await db().submission.createMany({
    data: ids.map((id) => ({ ...at, id, workerId: "worker", status: "Pending" })),
  });
  const { lane = 1, verdict = "approve", batchId = randomUUID() } = row;
  await db().decision.createMany({
    data: ids.map((submissionId) => ({
      ...at,
      submissionId,
      verdict,
      notes: row.notes ?? (verdict === "reject" ? "Wrong page" : null),
      state: "QUEUED" as const,
      lane,
      batchId,
      decidedById: personId,
      heldUntil: new Date(Number(submissionId)),
      dueAt: new Date(0),
    })),
  });
  return batchId;
}

/** Claims one at a time, each settled at once, and tells whose turn it was. */
async function turns(count: number, holds?: Parameters<typeof claimForSending>[2]): Promise<string[]> {
  const order: string[] = [];
  for (let n = 0; n < count; n++) {
    const [row] = await claimForSending(1, true, holds);
    if (row === undefined) break;
    order.push(row.campaignId);
    await db().decision.update({ where: { id: row.id }, data: { state: "APPLIED", settledAt: new Date() } });
  }
  return order;
}

describe("the order of the queue", () => {
  it("lets campaigns take turns, however many one of them has", async () => {
    await queue("huge", 1000);
    await queue("small", 2);
    await queue("middle", 3);
    expect(await turns(6)).toEqual(["huge", "small", "middle", "huge", "small", "middle"]);
    expect(await turns(3)).toEqual(["huge", "middle", "huge"]);
  });

  it("shares one claim out as well, and counts what is on its way", async () => {
    await queue("huge", 100);
    await queue("small", 2);
    const first = await claimForSending(4, true);
    expect(first.map(({ campaignId }) => campaignId).toSorted()).toEqual(["huge", "huge", "small", "small"]);
    await queue("late", 5);
    const [next] = await claimForSending(1, true);
    expect(next?.campaignId).toBe("late");
  });

  it("sends interactive before bulk, and the oldest of a campaign first", async () => {
    await queue("a", 3);
    await queue("b", 1, { lane: 0 });
    const [first] = await claimForSending(1, true);
    expect(first?.campaignId).toBe("b");
    const [second] = await claimForSending(1, true);
    const oldest = await db().decision.findFirst({
      where: { campaignId: "a" },
      orderBy: { heldUntil: "asc" },
    });
    expect(second?.id).toBe(oldest?.id);
  });

  it("rejects first where what is not rejected in time gets paid", async () => {
    await queue("calm", 2, { lane: 0 });
    await queue("far from full", 1, { verdict: "reject" }, { approveOnceFull: true, remaining: 500 });
    await queue("nearly full", 2, { verdict: "reject" }, { approveOnceFull: true, remaining: 20 });
    expect(await turns(3)).toEqual(["nearly full", "nearly full", "calm"]);
  });

  it("leaves paused bulk actions alone, and does not spin for them", async () => {
    const id = await queue("paused", 3);
    await queue("other", 1);
    await db().decisionBatch.create({
      data: { id, kind: "filter", createdById: personId, asked: 3, pausedAt: new Date() },
    });
    expect(await turns(5)).toEqual(["other"]);
    expect(await nextDueMs()).toBeNull();
    await db().decisionBatch.update({ where: { id }, data: { pausedAt: null } });
    expect(await turns(5)).toHaveLength(3);
  });

  it("leaves approvals to a sweep: held by the plan, verified or on its way; never a verdict into an open doubt", async () => {
    await queue("held", 2);
    await queue("held", 1, { notes: "Thank you" });
    await queue("held", 1, { lane: 0 });
    await queue("held", 1, { verdict: "reject" });
    const holds = { campaignIds: ["held"], notes: [""], interactiveToo: [false], bulkWaits: false };
    expect(await turns(9, holds)).toHaveLength(3);
    expect(await db().decision.count({ where: { state: "QUEUED" } })).toBe(2);
    await queue("held", 1, { verdict: "reject" });
    const sweep = await db().sweep.create({
      data: { campaignId: "held", state: "VERIFYING", ground: "closed_campaign", planned: 2 },
    });
    expect(await turns(9)).toHaveLength(1);
    await queue("held", 1, { verdict: "reject" });
    await db().sweep.update({ where: { id: sweep.id }, data: { state: "UNCERTAIN" } });
    expect(await turns(9)).toEqual([]);
    await db().sweep.update({ where: { id: sweep.id }, data: { state: "DONE" } });
    expect(await turns(9)).toHaveLength(3);
  });

  it("stays fast with 20,000 rows waiting", async () => {
    for (let n = 0; n < 10; n++) await queue(`campaign ${n}`, 1);
    await db().$executeRaw`
      INSERT INTO submission (campaign_id, id, worker_id, status)
      SELECT 'campaign ' || n % 10, 1000000 + n, 'worker', 'Pending' FROM generate_series(1, 20000) AS n`;
    await db().$executeRaw`
      INSERT INTO decision (id, campaign_id, submission_id, verdict, state, lane, batch_id, decided_by_id, held_until, due_at)
      SELECT gen_random_uuid(), campaign_id, id, 'approve', 'QUEUED', 1, gen_random_uuid(), ${personId}::uuid,
        now() - interval '1 minute', 'epoch'
      FROM submission WHERE id > 1000000`;
    await db().$executeRaw`ANALYZE decision`;
    await claimForSending(6, true);
    const took: number[] = [];
    for (let n = 0; n < 20; n++) {
      const begun = performance.now();
      expect(await claimForSending(6, true)).toHaveLength(6);
      took.push(performance.now() - begun);
    }
    const median = took.toSorted((a, b) => a - b)[10] ?? Number.POSITIVE_INFINITY;
    process.stdout.write(`a claim with 20,000 rows waiting: ${median.toFixed(0)} ms (median)\n`);
    expect(median).toBeLessThan(500);
  }, 60_000);
});
