import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { testDesk } from "@/e2e/support/test-desk";
import { db } from "@/lib/db/client";
import { ProblemError } from "@/lib/http/unexpected";
import { listCampaigns, listSubmissions, readBalance, readCampaign, readOverview } from "@/lib/mirror/data";
import {
  CAMPAIGN_SORTS,
  campaignPageSchema,
  campaignQuerySchema,
  submissionPageSchema,
  submissionQuerySchema,
} from "@/lib/mirror/schema";
import { applyPage, ledgerRow, mirrorCampaign, vendorSubmission } from "@/e2e/support/mirror-rows";

let desk: Awaited<ReturnType<typeof testDesk>>;
beforeAll(async () => {
  desk = await testDesk();
});
beforeEach(async () => {
  await db().$executeRaw`TRUNCATE campaign, worker, decision, balance, pause CASCADE`;
});
afterAll(() => desk.close());

const submissions = async (campaignId: string | undefined, query: object = {}) => {
  const page = await listSubmissions(campaignId, submissionQuerySchema.parse(query));
  return submissionPageSchema.parse(page);
};
const idsOf = async (campaignId: string | undefined, query: object = {}) =>
  (await submissions(campaignId, query)).items.map(({ id }) => id);

const campaigns = async (query: object = {}) =>
  campaignPageSchema.parse(await listCampaigns(campaignQuerySchema.parse(query)));

describe("listSubmissions", () => {
  it("visits every row exactly once, in order, while others arrive and are decided", async () => {
    const statuses = ["Pending", "Approved", "Rejected"] as const;
    const row = fc.record({ second: fc.option(fc.nat(5)), status: fc.constantFrom(...statuses) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 25 }),
        fc.array(row, { maxLength: 10 }),
        fc.integer({ min: 1, max: 7 }),
        fc.boolean(),
        async (first, later, limit, everywhere) => {
          await db().$executeRaw`TRUNCATE campaign CASCADE`;
          const two = [await mirrorCampaign(), await mirrorCampaign()] as const;
          const put = (rows: typeof first, from: number) =>
            Promise.all(
              two.map((campaignId, nth) =>
                applyPage(
                  campaignId,
                  rows
                    .map(({ second, status }, index) => {
                      const at = second === null ? null : new Date(Date.UTC(2026, 0, 1, 0, 0, second));
                      return vendorSubmission(campaignId, from + index, {
                        status,
                        submittedAt: at?.toISOString() ?? null,
                        workerId: `w-${from + index}`,
                      });
                    })
                    .filter((_, index) => nth === 0 || index % 2 === 0),
                ),
              ),
            );
          await put(first, 1);
          const campaignId = everywhere ? undefined : two[0];
          const seen: string[] = [];
          const times: string[] = [];
          let cursor: string | undefined;
          do {
            const page = await submissions(campaignId, { limit, cursor });
            seen.push(...page.items.map((item) => `${item.campaignId}/${item.id}`));
            times.push(...page.items.map(({ submittedAt }) => submittedAt ?? "~"));
            expect(page.items.length).toBeLessThanOrEqual(limit);
            if (cursor === undefined) await put(later, 1000);
            cursor = page.nextCursor ?? undefined;
          } while (cursor !== undefined);

          expect(new Set(seen).size).toBe(seen.length);
          expect(times).toEqual(times.toSorted());
          const standing = await db().submission.findMany({
            where: { id: { lt: 1000 }, ...(campaignId === undefined ? {} : { campaignId }) },
          });
          for (const { campaignId: at, id } of standing) expect(seen).toContain(`${at}/${id}`);
        },
      ),
      { numRuns: 25 },
    );
  }, 120_000);

  it("finds by status, by a part of the name or text taken literally, and by flag (none yet)", async () => {
    const campaignId = await mirrorCampaign();
    await applyPage(campaignId, [
      vendorSubmission(campaignId, 1, { workerId: "a", workerName: "Zoë 100%" }),
      vendorSubmission(campaignId, 2, { workerId: "b", proofText: "I did 100 of them" }),
      vendorSubmission(campaignId, 3, { workerId: "c", status: "Approved", proofText: "snake_case" }),
    ]);
    expect(await idsOf(campaignId, { status: "Approved" })).toEqual([3]);
    expect(await idsOf(campaignId, { search: "zoë" })).toEqual([1]);
    expect(await idsOf(campaignId, { search: "100%" })).toEqual([1]);
    expect(await idsOf(campaignId, { search: "100" })).toEqual([1, 2]);
    expect(await idsOf(campaignId, { search: "e_c" })).toEqual([3]);
    expect(await idsOf(undefined, { search: "\\" })).toEqual([]);
    expect(await idsOf(campaignId, { flag: "twin" })).toEqual([]);
  });

  it("shows what is undecided: pending, without a live decision", async () => {
    const campaignId = await mirrorCampaign();
    const rows = [1, 2, 3, 4].map((id) => vendorSubmission(campaignId, id));
    await applyPage(campaignId, [...rows, vendorSubmission(campaignId, 5, { status: "Approved" })]);
    const { personId } = await desk.person("reviewer", "Ana");
    await ledgerRow(personId, { campaignId, submissionId: 1 }, { verdict: "approve", state: "HELD" });
    await ledgerRow(personId, { campaignId, submissionId: 2 }, { verdict: "reject", state: "UNDONE" });
    expect(await idsOf(campaignId, { undecided: "true" })).toEqual([2, 3, 4]);
    expect(await idsOf(undefined, { undecided: "true", limit: 2 })).toEqual([2, 3]);
    expect(await idsOf(campaignId, { undecided: "true", status: "Approved" })).toEqual([]);
    expect(await readCampaign(campaignId)).toMatchObject({ undecided: 3 });
  });

  it("carries worker, pictures at our own address, and the latest decision with its person", async () => {
    const campaignId = await mirrorCampaign();
    await applyPage(campaignId, [
      vendorSubmission(campaignId, 1, { workerId: "a/b", workerAvatar: "https://x.example/a.png" }),
    ]);
    const { personId } = await desk.person("reviewer", "Ana");
    const at = { campaignId, submissionId: 1 };
    await ledgerRow(personId, at, { verdict: "approve", state: "UNDONE" });
    const latest = await ledgerRow(personId, at, { verdict: "reject", state: "QUEUED" });
    const [item] = (await submissions(campaignId)).items;
    expect(item).toMatchObject({
      worker: { id: "a/b", avatar: "/api/workers/a%2Fb/avatar", approvalRate: 85, blocked: false },
      images: [{ thumbnail: expect.stringMatching(/^\/api\/images\/[\w-]{22}\?size=thumb$/), width: null }],
      decision: { id: latest, verdict: "reject", decidedBy: { id: personId, name: "Ana" } },
    });
  });

  it.each(["nonsense", "e30", Buffer.from('{"at":"x","campaign":"","id":"1"}').toString("base64url")])(
    "refuses %s as a cursor",
    async (cursor) => {
      await expect(submissions(undefined, { cursor })).rejects.toThrow(ProblemError);
      await expect(campaigns({ cursor })).rejects.toThrow(ProblemError);
    },
  );
});

describe("listCampaigns", () => {
  it.each(CAMPAIGN_SORTS)("pages through all of them once by %s", async (sort) => {
    const made: string[] = [];
    for (let nth = 0; nth < 9; nth++) {
      const id = await mirrorCampaign({
        title: nth % 2 === 0 ? "Same title" : `Title ${"名".repeat(60)} ${nth}`,
        pending: nth % 3,
        createdAt: nth % 4 === 0 ? null : `2026-01-0${1 + (nth % 3)}T00:00:00.000Z`,
      });
      if (nth % 2 === 0) await applyPage(id, [vendorSubmission(id, nth)]);
      made.push(id);
    }
    const whole = (await campaigns({ sort })).items.map(({ id }) => id);
    expect(whole.toSorted()).toEqual(made.toSorted());
    const paged: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await campaigns({ sort, limit: 2, cursor });
      paged.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(paged).toEqual(whole);
  });

  it("has the most urgent first, and filters by status and title", async () => {
    const quiet = await mirrorCampaign({ title: "Quiet", pending: 0 });
    const busy = await mirrorCampaign({ title: "Busy 50%", pending: 12 });
    const over = await mirrorCampaign({ title: "Over", status: "Completed", pending: 3 });
    const ids = async (query: object) => (await campaigns(query)).items.map(({ id }) => id);
    expect(await ids({})).toEqual([busy, over, quiet]);
    expect(await ids({ status: "Completed" })).toEqual([over]);
    expect(await ids({ search: "50%" })).toEqual([busy]);
    const { nextCursor } = await campaigns({ limit: 1 });
    await expect(campaigns({ sort: "title", cursor: nextCursor })).rejects.toThrow(ProblemError);
  });
});

describe("a campaign that pays everything once it is full", () => {
  it("stands first in the review of all campaigns when it nearly is, page by page", async () => {
    await db().$executeRaw`TRUNCATE campaign CASCADE`;
    const nearly = { totalAvailabilities: 100, remainingAvailabilities: 12, pending: 4, approved: 88 };
    const [old, full, other] = [
      await mirrorCampaign(nearly),
      await mirrorCampaign(nearly),
      await mirrorCampaign({ ...nearly, remainingAvailabilities: 90 }),
    ];
    await db().campaign.updateMany({ where: { id: { in: [full, other] } }, data: { approveOnceFull: true } });
    let id = 0;
    for (const campaignId of [old, other, full])
      await applyPage(
        campaignId,
        Array.from({ length: 4 }, () =>
          vendorSubmission(campaignId, ++id, id % 4 === 0 ? { submittedAt: null } : {}),
        ),
      );
    const seen: number[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await submissions(undefined, {
        undecided: "true",
        limit: 3,
        ...(cursor ? { cursor } : {}),
      });
      seen.push(...page.items.map((item) => item.id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen.slice(0, 4)).toEqual([9, 10, 11, 12]);
    expect(seen.slice(4).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect((await idsOf(undefined, {})).slice(0, 3)).toEqual([1, 2, 3]);
    const shown = (await campaigns()).items.map((row) => [row.id, row.approveOnceFull, row.nearlyFull]);
    expect(shown).toEqual(
      expect.arrayContaining([
        [old, null, false],
        [full, true, true],
        [other, true, false],
      ]),
    );
  });
});

describe("readBalance", () => {
  it("is stale when never read, old, or kept from being read; not for want of money", async () => {
    const now = new Date();
    expect(await readBalance(now)).toEqual({ balance: null, asOf: null, stale: true });
    const asOf = new Date(now.getTime() - 29 * 60_000);
    await db().balance.create({ data: { amount: "812.4", asOf } });
    expect(await readBalance(now)).toEqual({ balance: "812.40", asOf: asOf.toISOString(), stale: false });
    expect((await readBalance(new Date(now.getTime() + 2 * 60_000))).stale).toBe(true);
    await db().pause.create({ data: { reason: "insufficient_funds" } });
    expect((await readBalance(now)).stale).toBe(false);
    await db().pause.create({ data: { reason: "vendor_down", until: new Date(now.getTime() + 60_000) } });
    expect((await readBalance(now)).stale).toBe(true);
  });
});

describe("readOverview", () => {
  it("counts what is there, and nothing where nothing is", async () => {
    const now = new Date();
    expect(await readOverview(now)).toEqual({
      pending: 0,
      undecided: 0,
      oldestPendingAt: null,
      campaignsActive: 0,
      decidedToday: 0,
      conflicts: 0,
      refused: 0,
      uncertain: 0,
    });
    const campaignId = await mirrorCampaign({ pending: 4 });
    await mirrorCampaign({ status: "Completed", pending: 1 });
    await applyPage(
      campaignId,
      [1, 2, 3, 4].map((id) => vendorSubmission(campaignId, id)),
    );
    const { personId } = await desk.person("reviewer");
    const put = (submissionId: number, state: "UNCERTAIN" | "REFUSED" | "UNDONE" | "QUEUED") =>
      ledgerRow(personId, { campaignId, submissionId }, { verdict: "approve", state });
    await put(1, "UNCERTAIN");
    await put(2, "REFUSED");
    await put(3, "REFUSED");
    await put(3, "QUEUED");
    await put(4, "UNDONE");
    expect(await readOverview(now)).toEqual({
      pending: 5,
      undecided: 2,
      oldestPendingAt: vendorSubmission(campaignId, 1).submittedAt,
      campaignsActive: 1,
      decidedToday: 4,
      conflicts: 0,
      refused: 1,
      uncertain: 1,
    });
  });
});
