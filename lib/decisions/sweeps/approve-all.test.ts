import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { testDesk } from "@/e2e/support/test-desk";
import { db } from "@/lib/db/client";
import { decide } from "@/lib/decisions/decide";
import { decisionsJob } from "@/lib/decisions/job";
import { approveAll, previewApproveAll } from "@/lib/decisions/sweeps/approve-all";
import { changeCampaignSettings } from "@/lib/decisions/sweeps/change-settings";
import { listSweeps, readPlan } from "@/lib/decisions/sweeps/data";
import { planSchema, sweepListSchema } from "@/lib/decisions/sweeps/schema";
import { sweepsJob } from "@/lib/decisions/sweeps/job";
import { mirrorCampaignOf } from "@/lib/decisions/sweeps/testing";
import { startJobs, wakeHere } from "@/lib/runtime/loop";
import type { Permitted } from "@/lib/team/actor";
import { arrive } from "@/sandbox/market/arrive";
import { customCampaign, customCampaignFields } from "@/sandbox/seed/custom-campaign";
import { type Sandbox, startSandbox } from "@/sandbox/server";

let sandbox: Sandbox;
let desk: Awaited<ReturnType<typeof testDesk>>;
let mia: Permitted<"campaigns.approveAll"> & Permitted<"campaigns.allowSweeps">;
let ana: Permitted<"submissions.decide">;

beforeAll(async () => {
  sandbox = await startSandbox({ scenario: "small", balance: "100000.00" });
  desk = await testDesk({ RAPIDWORKERS_API_URL: sandbox.address, DECISION_UNDO_SECONDS: "3" });
  await desk.accountKey(sandbox.key);
  mia = await desk.person("manager", "Mia");
  ana = await desk.person("reviewer", "Ana");
  startJobs([decisionsJob, sweepsJob]);
});
afterAll(async () => {
  await desk.close();
  await sandbox.close();
});
beforeEach(async () => {
  await db().upstreamCall.deleteMany();
});

/** An open campaign: only a person's word allows to sweep it. */
async function openCampaign(pending: number) {
  const campaign = customCampaign(
    sandbox.world,
    customCampaignFields.parse({ status: "Active", total: 1000, pending, pay: "0.10" }),
  );
  return { campaign, ids: await mirrorCampaignOf(campaign.id) };
}

async function settled(campaignId: string): Promise<void> {
  for (let n = 0; n < 400; n++) {
    wakeHere("sweeps");
    const states = { in: ["HELD", "QUEUED", "SENDING", "UNCERTAIN"] as const };
    const open = await db().decision.count({ where: { campaignId, state: { in: [...states.in] } } });
    const running = await db().sweep.count({ where: { campaignId, settledAt: null } });
    if (open + running === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("not settled");
}

const kinds = (campaignId: string) =>
  sandbox.world.journal
    .effectsSince(0)
    .filter((effect) => "campaignId" in effect && effect.campaignId === campaignId)
    .map(({ kind }) => kind);

describe("approve all pending", { timeout: 60_000 }, () => {
  it("previews by a fresh read, sends live rejects first, then one call, in the manager's name", async () => {
    const { campaign, ids } = await openCampaign(60);
    const [first] = ids;
    await decide(
      ana,
      {
        idempotencyKey: randomUUID(),
        items: [
          { campaignId: campaign.id, submissionId: Number(first), verdict: "reject", notes: "Wrong page" },
        ],
      },
      "request",
    );
    const preview = await previewApproveAll(mia, { campaignId: campaign.id, requestId: "request" });
    expect(preview).toMatchObject({ pending: 60, newcomers: 0, rejectsWaiting: 1, cost: "5.90" });
    const request = { idempotencyKey: randomUUID(), expectedPending: 60, notes: "Thank you" };
    const asked = await approveAll(mia, campaign.id, request, "request");
    if (!asked.ok) throw new Error(asked.reason);
    // The same key answers the first batch, whatever is pending by then.
    expect(await approveAll(mia, campaign.id, request, "request")).toEqual(asked);
    const plan = planSchema.parse(await readPlan(campaign.id));
    // The reject may be settled by now, the approvals cannot be: they wait for it, and for their undo window.
    const { approve, reject } = plan.waiting;
    expect(plan).toMatchObject({ requestsSingle: approve + reject, requestsSweep: reject + 4 });
    expect(approve).toBe(59);
    await settled(campaign.id);
    expect(kinds(campaign.id)).toEqual(["reject", "bulk"]);
    expect(sweepListSchema.parse(await listSweeps(campaign.id)).items).toMatchObject([
      {
        state: "DONE",
        ground: "approve_all",
        askedBy: { name: "Mia" },
        planned: 59,
        unseen: [],
        error: null,
      },
    ]);
    const batch = await db().decisionBatch.findUniqueOrThrow({ where: { id: asked.batchId } });
    expect(batch).toMatchObject({ kind: "approve_all", asked: 59, createdById: mia.personId });
    expect([...campaign.submissions.values()].filter(({ notes }) => notes === "Thank you")).toHaveLength(59);
  });

  it("does nothing when RapidWorkers has another number than the person saw, and names the newcomers", async () => {
    const { campaign } = await openCampaign(20);
    const since = new Date().toISOString();
    arrive(sandbox.world, campaign, 2);
    expect(await previewApproveAll(mia, { campaignId: campaign.id, since, requestId: "r" })).toMatchObject({
      pending: 22,
      newcomers: 2,
    });
    const refused = approveAll(
      mia,
      campaign.id,
      { idempotencyKey: randomUUID(), expectedPending: 20 },
      "request",
    );
    await expect(refused).rejects.toMatchObject({
      problem: { status: 409, code: "pending_changed", extra: { pending: 22 } },
    });
    expect(await db().decision.count({ where: { campaignId: campaign.id } })).toBe(0);
  });

  it("sends one by one when somebody handed in meanwhile: what was confirmed was a number", async () => {
    const { campaign } = await openCampaign(15);
    const asked = await approveAll(
      mia,
      campaign.id,
      { idempotencyKey: randomUUID(), expectedPending: 15 },
      "request",
    );
    expect(asked.ok).toBe(true);
    const [newcomer] = arrive(sandbox.world, campaign, 1);
    await settled(campaign.id);
    expect(new Set(kinds(campaign.id))).toEqual(new Set(["arrival", "approve"]));
    expect(newcomer?.status).toBe("Pending");
    expect((await listSweeps(campaign.id)).items).toMatchObject([
      { state: "ABANDONED", error: { code: "sets_differ" } },
    ]);
  });
});

describe("a manager's word about a campaign", () => {
  it("is kept with name and time, audited, and can be taken back", async () => {
    const { campaign } = await openCampaign(1);
    const say = (settings: Parameters<typeof changeCampaignSettings>[2]) =>
      changeCampaignSettings(mia, campaign.id, settings, "request");
    expect(await say({ sweepsAllowed: true, approveOnceFull: true })).toBe(true);
    const read = () => db().campaign.findUniqueOrThrow({ where: { id: campaign.id } });
    expect(await read()).toMatchObject({ approveOnceFull: true, sweepsAllowedById: mia.personId });
    expect((await readPlan(campaign.id))?.sweepsAllowed).toBe(true);
    await say({ sweepsAllowed: false });
    expect(await read()).toMatchObject({
      approveOnceFull: true,
      sweepsAllowedById: null,
      sweepsAllowedAt: null,
    });
    expect(
      await db().auditEvent.count({ where: { action: "campaign.settings_changed", subject: campaign.id } }),
    ).toBe(2);
    expect(await changeCampaignSettings(mia, "nowhere", { sweepsAllowed: true }, "request")).toBe(false);
  });
});
