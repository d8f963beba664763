import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDesk } from "@/e2e/support/test-desk";
import { db } from "@/lib/db/client";
import { decide } from "@/lib/decisions/decide";
import { decisionsJob } from "@/lib/decisions/job";
import { sweepsJob } from "@/lib/decisions/sweeps/job";
import { mirrorJob } from "@/lib/mirror/job";
import { startJobs } from "@/lib/runtime/loop";
import { customCampaign, customCampaignFields } from "@/sandbox/seed/custom-campaign";
import { startSandbox } from "@/sandbox/server";

const PENDING = 12_000;
const REJECTED_PERCENT = 2;

// The reason for the planner: the vendor's hour has 1,000 requests, and the sandbox counts every one, reads included.
let close: () => Promise<void> = async () => {};
afterAll(() => close());

async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 90_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error("it did not come to it in time");
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

describe("a full campaign with 12,000 pending, 2 % rejected", () => {
  let sandbox: Awaited<ReturnType<typeof startSandbox>>;
  let desk: Awaited<ReturnType<typeof testDesk>>;
  beforeAll(async () => {
    sandbox = await startSandbox({ scenario: "small", balance: "100000.00" });
    desk = await testDesk({ RAPIDWORKERS_API_URL: sandbox.address, DECISION_UNDO_SECONDS: "0" });
    close = async () => {
      await desk.close();
      await sandbox.close();
    };
    await desk.accountKey(sandbox.key);
    // Only this campaign: the mirror's reads of others would be counted too.
    sandbox.world.market.campaigns.clear();
  });

  it("is settled with at most 290 requests, within the vendor's own limit of an hour", async () => {
    const ana = await desk.person<"submissions.decide">("reviewer", "Ana");
    const campaign = customCampaign(
      sandbox.world,
      customCampaignFields.parse({ status: "Completed", pending: PENDING, pay: "0.05" }),
    );
    startJobs([decisionsJob, sweepsJob, mirrorJob]);
    await until(async () => {
      const mirrored = await db().campaign.findUnique({ where: { id: campaign.id } });
      return mirrored?.syncedAt != null;
    });
    const rows = await db().submission.findMany({ select: { id: true }, orderBy: { id: "asc" } });
    const ids = rows.map(({ id }) => id);
    expect(ids).toHaveLength(PENDING);

    const verdict = (nth: number) => (nth % (100 / REJECTED_PERCENT) === 0 ? "reject" : "approve");
    const items = ids.map((id, nth) => ({
      campaignId: campaign.id,
      submissionId: Number(id),
      verdict: verdict(nth) as "approve" | "reject",
      ...(verdict(nth) === "reject" ? { notes: "Wrong page" } : {}),
    }));
    for (let from = 0; from < PENDING; from += 1000)
      await decide(ana, { idempotencyKey: randomUUID(), items: items.slice(from, from + 1000) }, "request");

    await until(async () => (await db().decision.count({ where: { state: { not: "APPLIED" } } })) === 0);
    const { requestsTotal, effects } = sandbox.world.journal;
    const byEndpoint: Record<string, number> = {};
    for (const { endpoint } of sandbox.world.journal.requestsSince(0))
      byEndpoint[endpoint ?? "other"] = (byEndpoint[endpoint ?? "other"] ?? 0) + 1;
    process.stdout.write(
      `${PENDING} decisions settled with ${requestsTotal} requests: ${JSON.stringify(byEndpoint)}\n`,
    );
    expect(requestsTotal).toBeLessThanOrEqual(290);
    expect(sandbox.world.rate.maxSeen).toBeLessThanOrEqual(1000);

    const rejects = items.filter((item) => item.verdict === "reject").map((item) => item.submissionId);
    const rejected = [...campaign.submissions.values()].filter(({ status }) => status === "Rejected");
    expect(rejected.map(({ id }) => id).toSorted()).toEqual(rejects.toSorted());
    expect(campaign.counts).toEqual({
      Pending: 0,
      Rejected: rejects.length,
      Approved: PENDING - rejects.length,
    });
    expect(effects.filter(({ kind }) => kind === "bulk")).toHaveLength(1);
    expect(effects.filter(({ kind }) => kind === "reject")).toHaveLength(rejects.length);
  }, 200_000);
});
