import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDesk } from "@/e2e/support/test-desk";
import { db, transaction } from "@/lib/db/client";
import { applyOwnDecision } from "@/lib/mirror/apply-own-decision";
import { readClock } from "@/lib/mirror/read-clock";
import { applyPage, ledgerRow, mirrorCampaign, vendorSubmission } from "@/e2e/support/mirror-rows";

let desk: Awaited<ReturnType<typeof testDesk>>;
beforeAll(async () => {
  desk = await testDesk();
});
afterAll(() => desk.close());

const statusOf = async (campaignId: string, id: number) =>
  (await db().submission.findUniqueOrThrow({ where: { campaignId_id: { campaignId, id: BigInt(id) } } }))
    .status;

const approveHere = (campaignId: string, id: number) =>
  transaction((tx) =>
    applyOwnDecision(tx, { campaignId, submissionId: BigInt(id), status: "Approved", notes: null }),
  );

const everything = async (campaignId: string) => ({
  submissions: await db().submission.findMany({
    where: { campaignId },
    orderBy: { id: "asc" },
    omit: { seenAt: true, seenRunId: true },
  }),
  images: await db().proofImage.findMany({ where: { campaignId }, orderBy: { id: "asc" } }),
  workers: await db().worker.findMany({ orderBy: { id: "asc" } }),
  events: await db().liveEvent.count(),
});

describe("applySubmissions", () => {
  it("writes nothing when a page of 1,000 rows comes again", async () => {
    const campaignId = await mirrorCampaign({ pending: 1000 });
    const rows = Array.from({ length: 1000 }, (_, index) => vendorSubmission(campaignId, index + 1));
    const first = await applyPage(campaignId, rows);
    expect(first.fresh).toBe(1000);
    expect(first.changedIds).toHaveLength(1000);
    const before = await everything(campaignId);

    expect(await applyPage(campaignId, rows)).toMatchObject({ fresh: 1000, changedIds: [] });
    expect(await everything(campaignId)).toEqual(before);
  });

  it("costs a few statements a page, not one a row", async () => {
    const campaignId = await mirrorCampaign({ pending: 7000 });
    let nextId = 1;
    const bestOf = async (times: number, size: number) => {
      const tookMs: number[] = [];
      for (let nth = 0; nth < times; nth++) {
        const rows = Array.from({ length: size }, () => vendorSubmission(campaignId, nextId++));
        const startedAt = performance.now();
        await applyPage(campaignId, rows);
        tookMs.push(performance.now() - startedAt);
      }
      return Math.min(...tookMs);
    };
    // A ratio, for a busy machine slows both: some 10 here, hundreds with a statement a row.
    const one = await bestOf(5, 1);
    expect((await bestOf(5, 1000)) / one).toBeLessThan(60);
  });

  it("counts a row once in a run, however often pages bring it", async () => {
    const campaignId = await mirrorCampaign();
    const runId = "00000000-0000-4000-8000-000000000001";
    const rows = [1, 2, 3].map((id) => vendorSubmission(campaignId, id));
    expect((await applyPage(campaignId, rows, { runId })).fresh).toBe(3);
    const again = [...rows, vendorSubmission(campaignId, 4)];
    expect((await applyPage(campaignId, again, { runId })).fresh).toBe(1);
  });

  it("is not spoilt by a row that cannot be stored", async () => {
    const campaignId = await mirrorCampaign();
    const bad = [
      vendorSubmission("another-campaign", 1),
      vendorSubmission(campaignId, 2, { status: "Unknown", statusText: "Disputed" }),
      vendorSubmission(campaignId, 3, { id: "9223372036854775807" }),
    ];
    const odd = [
      vendorSubmission(campaignId, 4, { proofText: "half a pair: \ud800", notes: "\udfff" }),
      vendorSubmission(campaignId, 5, { submittedAt: "0000-01-01T00:00:00.000Z" }),
      vendorSubmission(campaignId, 6, { workerId: "long", workerName: "名".repeat(5000) }),
      vendorSubmission(campaignId, 6, { proofText: "the later of two" }),
      vendorSubmission(campaignId, 7, {
        images: [{ id: null, url: `data:image/png;base64,${"A".repeat(9000)}`, thumbnailUrl: null }],
      }),
    ];
    expect((await applyPage(campaignId, [...bad, ...odd])).fresh).toBe(7);
    const stored = await db().submission.findMany({ where: { campaignId }, orderBy: { id: "asc" } });
    expect(stored.map(({ id }) => Number(id))).toEqual([4, 5, 6, 7]);
    expect(stored.map(({ proofText }) => proofText)).toEqual([
      "half a pair: \ufffd",
      "Proof 5",
      "the later of two",
      "Proof 7",
    ]);
    expect(stored[1]?.submittedAt).toBeNull();
  });

  it("does not let a read that began earlier undo our own decision", async () => {
    const campaignId = await mirrorCampaign({ pending: 1 });
    await applyPage(campaignId, [vendorSubmission(campaignId, 1)]);
    const readStartedAt = await readClock();
    await approveHere(campaignId, 1);
    await applyPage(campaignId, [vendorSubmission(campaignId, 1)], { readStartedAt });
    expect(await statusOf(campaignId, 1)).toBe("Approved");
  });

  it("takes an earlier read's verdict over Pending, and a later read's word over a verdict", async () => {
    const campaignId = await mirrorCampaign({ pending: 1 });
    const readStartedAt = await readClock();
    await applyPage(campaignId, [vendorSubmission(campaignId, 1)]);
    await applyPage(campaignId, [vendorSubmission(campaignId, 1, { status: "Approved" })], { readStartedAt });
    expect(await statusOf(campaignId, 1)).toBe("Approved");
    await new Promise((resolve) => setTimeout(resolve, 5));
    await applyPage(campaignId, [vendorSubmission(campaignId, 1, { status: "Rejected", notes: "No" })]);
    expect(await statusOf(campaignId, 1)).toBe("Rejected");
  });

  it("tells the ledger of a verdict that was given elsewhere, in the same transaction", async () => {
    const campaignId = await mirrorCampaign({ pending: 3 });
    await applyPage(
      campaignId,
      [1, 2, 3].map((id) => vendorSubmission(campaignId, id)),
    );
    const { personId } = await desk.person("reviewer");
    const decide = (submissionId: number) =>
      ledgerRow(personId, { campaignId, submissionId }, { verdict: "approve", state: "QUEUED" });
    const [same, other, open] = [await decide(1), await decide(2), await decide(3)];
    await applyPage(campaignId, [
      vendorSubmission(campaignId, 1, { status: "Approved" }),
      vendorSubmission(campaignId, 2, { status: "Rejected", notes: "Elsewhere" }),
      vendorSubmission(campaignId, 3),
    ]);
    const states = new Map(
      (await db().decision.findMany({ where: { campaignId } })).map((row) => [row.id, row.state]),
    );
    expect([states.get(same), states.get(other), states.get(open)]).toEqual([
      "APPLIED",
      "CONFLICT",
      "QUEUED",
    ]);
  });

  it("drops images that a submission no longer lists, but not for an empty list", async () => {
    const campaignId = await mirrorCampaign();
    const urls = async () =>
      (await db().proofImage.findMany({ where: { campaignId }, orderBy: { position: "asc" } })).map(
        ({ url }) => url,
      );
    const image = (id: string) => ({ id, url: `https://images.example/${id}.png`, thumbnailUrl: null });
    await applyPage(campaignId, [vendorSubmission(campaignId, 1, { images: [image("a"), image("b")] })]);
    await applyPage(campaignId, [vendorSubmission(campaignId, 1, { images: [image("b"), image("c")] })]);
    expect(await urls()).toEqual(["https://images.example/b.png", "https://images.example/c.png"]);
    await applyPage(campaignId, [vendorSubmission(campaignId, 1, { images: [] })]);
    expect(await urls()).toHaveLength(2);
  });
});

describe("applyOwnDecision", () => {
  it("moves counters and what they were synced at together, once", async () => {
    const campaignId = await mirrorCampaign({ pending: 5, approved: 2, rejected: 1 });
    await db().campaign.update({
      where: { id: campaignId },
      data: { syncedPending: 5, syncedApproved: 2, syncedRejected: 1 },
    });
    await applyPage(campaignId, [vendorSubmission(campaignId, 1)]);
    await approveHere(campaignId, 1);
    await approveHere(campaignId, 1);
    expect(await db().campaign.findUnique({ where: { id: campaignId } })).toMatchObject({
      pending: 4,
      approved: 3,
      rejected: 1,
      syncedPending: 4,
      syncedApproved: 3,
      syncedRejected: 1,
    });
  });
});
