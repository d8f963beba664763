import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { testDesk } from "@/e2e/support/test-desk";
import { db } from "@/lib/db/client";
import { actOnBatch } from "@/lib/decisions/bulk/act";
import { listBatches, listFailures, readBatch } from "@/lib/decisions/bulk/data";
import { decideFiltered } from "@/lib/decisions/bulk/decide-filtered";
import {
  type BatchAction,
  batchFailuresSchema,
  batchPageSchema,
  batchSchema,
  type BulkRequest,
} from "@/lib/decisions/bulk/schema";
import { campaignWithPending } from "@/lib/decisions/bulk/testing";
import { countUndecided } from "@/lib/decisions/bulk/undecided";
import { decide } from "@/lib/decisions/decide";
import { listSubmissions } from "@/lib/mirror/data";
import { submissionQuerySchema } from "@/lib/mirror/schema";
import type { Permitted } from "@/lib/team/actor";

type Reviewer = Permitted<"submissions.decide">;
let desk: Awaited<ReturnType<typeof testDesk>>;
let ana: Reviewer;
let ben: Reviewer;

beforeAll(async () => {
  desk = await testDesk();
  ana = await desk.person("reviewer", "Ana");
  ben = await desk.person("reviewer", "Ben");
});
beforeEach(async () => {
  await db()
    .$executeRaw`TRUNCATE campaign, worker, decision, decision_batch, claim, audit_event, live_event CASCADE`;
});
afterAll(() => desk.close());

const bulk = (actor: Reviewer, request: Partial<BulkRequest> & Pick<BulkRequest, "filter" | "expected">) =>
  decideFiltered(
    actor,
    { idempotencyKey: randomUUID(), verdict: "approve", except: [], ...request },
    "request",
  );
const approveAllOf = async (actor: Reviewer, campaignId: string, expected: number) => {
  const result = await bulk(actor, { filter: { campaignId }, expected });
  if (!result.ok) throw new Error(result.reason);
  return result.batchId;
};
const act = async (actor: Reviewer, batchId: string, action: BatchAction) =>
  actOnBatch(actor, batchId, action, "request");
const batchOf = async (id: string) => batchSchema.parse(await readBatch(id));
/** What the dispatcher does when the undo window is over. */
const endWindows = () =>
  db().decision.updateMany({
    where: { state: "HELD" },
    data: { state: "QUEUED", heldUntil: new Date(0), dueAt: new Date(0) },
  });

describe("deciding by filter", () => {
  it("decides exactly what the list shows as undecided with the same filter, less what was taken out", async () => {
    const campaignId = await campaignWithPending(60);
    const elsewhere = await campaignWithPending(10);
    await decide(
      ben,
      { idempotencyKey: randomUUID(), items: [{ campaignId, submissionId: 11, verdict: "approve" }] },
      "request",
    );
    await db().submission.updateMany({ where: { campaignId, id: 12 }, data: { status: "Approved" } });
    const filter = { campaignId, search: "1" };
    const query = submissionQuerySchema.parse({ search: "1", undecided: "true", limit: "1000" });
    const listed = (await listSubmissions(campaignId, query)).items.map(({ id }) => id);
    expect(listed).not.toContain(11);
    expect(await countUndecided(filter)).toBe(listed.length);

    const result = await bulk(ana, {
      filter,
      except: [13, 14],
      expected: listed.length - 2,
      verdict: "reject",
      notes: "Wrong page",
    });
    if (!result.ok) throw new Error(result.reason);
    const rows = await db().decision.findMany({ where: { batchId: result.batchId } });
    const ids = rows.map(({ submissionId }) => Number(submissionId)).toSorted((a, b) => a - b);
    expect(ids).toEqual(listed.filter((id) => id !== 13 && id !== 14).toSorted((a, b) => a - b));
    expect(
      rows.every((row) => row.verdict === "reject" && row.notes === "Wrong page" && row.lane === 1),
    ).toBe(true);
    expect(await db().decision.count({ where: { campaignId: elsewhere } })).toBe(0);
    expect(await batchOf(result.batchId)).toMatchObject({
      kind: "filter",
      campaignId,
      createdBy: { id: ana.personId, name: "Ana" },
      asked: ids.length,
      refused: 0,
      states: { HELD: ids.length, APPLIED: 0 },
      done: false,
    });
  });

  it("narrows by worker, over all campaigns when none is named, and finds nothing flagged yet", async () => {
    const [one, two] = [await campaignWithPending(40), await campaignWithPending(40)];
    const workerId = `${one}-3`;
    await bulk(ana, { filter: { workerId }, expected: 2 });
    const rows = await db().decision.findMany({ include: { submission: true } });
    expect(rows.map(({ submission }) => submission.workerId)).toEqual([workerId, workerId]);
    await bulk(ana, { filter: { search: "Worker 19" }, expected: 4 });
    expect(await db().decision.count({ where: { campaignId: two } })).toBe(2);
    await expect(bulk(ana, { filter: { flag: "twin" }, expected: 4 })).rejects.toMatchObject({
      problem: { code: "count_changed", extra: { count: 0 } },
    });
    await expect(bulk(ana, { filter: { status: "Approved" }, expected: 0 })).rejects.toMatchObject({
      problem: { extra: { count: 0 } },
    });
  });

  it("does nothing when the number is another, tells it, and takes the same key with the new one", async () => {
    const campaignId = await campaignWithPending(10);
    const idempotencyKey = randomUUID();
    const request = { idempotencyKey, filter: { campaignId } };
    await expect(bulk(ana, { ...request, expected: 9 })).rejects.toMatchObject({
      problem: { status: 409, code: "count_changed", extra: { count: 10 } },
    });
    expect(await db().decision.count()).toBe(0);
    expect(await db().decisionBatch.count()).toBe(0);
    expect(await db().auditEvent.count()).toBe(0);

    const first = await bulk(ana, { ...request, expected: 10 });
    expect(await bulk(ana, { ...request, expected: 10 })).toEqual(first);
    expect(await bulk(ana, { ...request, expected: 11 })).toEqual({ ok: false, reason: "key_reused" });
    expect(await db().decision.count()).toBe(10);
  });

  it("audits the action and each decision, ends claims, and tells open pages without a list of ids", async () => {
    const campaignId = await campaignWithPending(30);
    await db().claim.create({
      data: { campaignId, submissionId: 7n, personId: ben.personId, until: new Date(Date.now() + 60_000) },
    });
    const batchId = await approveAllOf(ana, campaignId, 30);
    const events = await db().auditEvent.findMany({ where: { requestId: "request" } });
    expect(events.filter(({ action }) => action === "batch.made")).toMatchObject([
      {
        actorId: ana.personId,
        subject: batchId,
        data: { kind: "filter", asked: 30, filter: { campaignId } },
      },
    ]);
    const made = events.filter(({ action }) => action === "decision.made");
    const rows = await db().decision.findMany({ where: { batchId } });
    expect(new Set(made.map(({ subject }) => subject))).toEqual(new Set(rows.map(({ id }) => id)));
    expect(made[0]?.data).toMatchObject({ campaignId, verdict: "approve", notes: null, batchId });
    expect(await db().claim.count()).toBe(0);
    const live = await db().liveEvent.findMany({ where: { type: "decision" } });
    expect(live.map(({ data }) => data)).toEqual([{ ids: [], campaignIds: [campaignId], state: "HELD" }]);
    // Ids rise with time, as Prisma's own do: the ledger's list is in their order.
    expect(rows.every(({ id }) => id[14] === "7" && /[89ab]/.test(id[19] ?? ""))).toBe(true);
    const at = Number.parseInt((rows[0]?.id ?? "").replace("-", "").slice(0, 12), 16);
    expect(at).toBe(rows[0]?.decidedAt.getTime());
  });

  it("leaves to others what they decide at the same moment", async () => {
    for (let round = 0; round < 10; round++) {
      const campaignId = await campaignWithPending(200);
      const items = Array.from({ length: 20 }, (_, n) => ({ submissionId: n * 10 + 1 }));
      const [all] = await Promise.all([
        bulk(ana, { filter: { campaignId }, expected: 200 }).catch(
          (err: { problem: { code: string } }) => err,
        ),
        ...items.map(({ submissionId }) =>
          decide(
            ben,
            {
              idempotencyKey: randomUUID(),
              items: [{ campaignId, submissionId, verdict: "reject", notes: "Wrong page" }],
            },
            "request",
          ),
        ),
      ]);
      const rows = await db().decision.groupBy({
        by: ["submissionId"],
        where: { campaignId },
        _count: true,
      });
      expect(rows.every(({ _count }) => _count === 1)).toBe(true);
      if (!("ok" in all)) expect(all.problem.code).toBe("count_changed");
      else if (all.ok) {
        const batch = await batchOf(all.batchId);
        expect(batch.states.HELD + batch.refused).toBe(200);
        expect(batch.refused).toBe(
          await db().decision.count({ where: { campaignId, decidedById: ben.personId } }),
        );
      }
    }
  });

  it("takes 20,000 at once", async () => {
    const campaignId = await campaignWithPending(20_000);
    const startedAt = performance.now();
    const batchId = await approveAllOf(ana, campaignId, 20_000);
    const tookMs = Math.round(performance.now() - startedAt);
    expect(await batchOf(batchId)).toMatchObject({ asked: 20_000, refused: 0, states: { HELD: 20_000 } });
    expect(await db().auditEvent.count({ where: { action: "decision.made" } })).toBe(20_000);
    const undoAt = performance.now();
    expect(await act(ana, batchId, "undo")).toMatchObject({ changed: 20_000 });
    process.stdout.write(
      `bulk of 20,000: ${tookMs} ms, its undo: ${Math.round(performance.now() - undoAt)} ms\n`,
    );
  });
});

describe("several decisions in one request", () => {
  it("are a bulk action of the kind selected", async () => {
    const campaignId = await campaignWithPending(5);
    const items = [1, 2, 3, 999].map((submissionId) => ({
      campaignId,
      submissionId,
      verdict: "approve" as const,
    }));
    const key = randomUUID();
    const result = await decide(ana, { idempotencyKey: key, items }, "request");
    if (!result.ok || result.batchId === undefined) throw new Error("no batch");
    expect(await decide(ana, { idempotencyKey: key, items }, "request")).toEqual(result);
    expect(await batchOf(result.batchId)).toMatchObject({
      kind: "selected",
      campaignId,
      asked: 4,
      refused: 1,
      states: { HELD: 3 },
    });
    const single = { campaignId, submissionId: 4, verdict: "approve" as const };
    const one = await decide(ana, { idempotencyKey: randomUUID(), items: [single] }, "request");
    expect(one).not.toHaveProperty("batchId");
    expect(await db().decisionBatch.count()).toBe(1);
  });
});

describe("reading bulk actions", () => {
  it("lists the newest first, page by page; only mine, only open ones", async () => {
    const made: string[] = [];
    for (const actor of [ana, ben, ana, ana])
      made.unshift(await approveAllOf(actor, await campaignWithPending(2), 2));
    const ids = async (query: object) => {
      const page = batchPageSchema.parse(await listBatches({ limit: 20, ...query }, ana.personId));
      return page.items.map(({ id }) => id);
    };
    expect(await ids({})).toEqual(made);
    expect(await ids({ mine: "true" })).toEqual([made[0], made[1], made[3]]);
    const first = await listBatches({ limit: 3 }, ana.personId);
    expect(first.nextCursor).toBe(made[2]);
    expect(await ids({ cursor: first.nextCursor })).toEqual([made[3]]);
    await db().decision.updateMany({ where: { batchId: made[1] }, data: { state: "APPLIED" } });
    expect(await ids({ open: "true" })).toEqual([made[0], made[2], made[3]]);
    expect((await batchOf(made[1] ?? "")).done).toBe(true);
  });

  it("tells until when the last window is open", async () => {
    const batchId = await approveAllOf(ana, await campaignWithPending(2), 2);
    const row = await db().decision.findFirstOrThrow({ where: { batchId } });
    expect((await batchOf(batchId)).heldUntil).toBe(row.heldUntil.toISOString());
    await endWindows();
    expect((await batchOf(batchId)).heldUntil).toBeNull();
  });

  it("names failures with their words", async () => {
    const batchId = await approveAllOf(ana, await campaignWithPending(6), 6);
    const set = (id: number, state: "REFUSED" | "CONFLICT" | "UNCERTAIN" | "APPLIED", words: string | null) =>
      db().decision.updateMany({
        where: { submissionId: BigInt(id) },
        data: { state, errorCode: words === null ? null : "refused", error: words },
      });
    await set(1, "REFUSED", "Not your campaign");
    await set(2, "CONFLICT", "Rejected");
    await set(3, "UNCERTAIN", "No answer");
    await set(4, "APPLIED", null);
    const page = batchFailuresSchema.parse(await listFailures(batchId, { limit: 2 }));
    const rest = batchFailuresSchema.parse(
      await listFailures(batchId, { limit: 2, cursor: page.nextCursor ?? undefined }),
    );
    const failures = [...page.items, ...rest.items].toSorted((a, b) => a.submissionId - b.submissionId);
    expect(failures).toMatchObject([
      { submissionId: 1, workerName: "Worker 1", error: { code: "refused", message: "Not your campaign" } },
      { submissionId: 2, state: "CONFLICT", error: { message: "Rejected" } },
      { submissionId: 3, state: "UNCERTAIN", error: { message: "No answer" } },
    ]);
    expect(rest.nextCursor).toBeNull();
  });
});
