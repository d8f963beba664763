import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { testDesk } from "@/e2e/support/test-desk";
import { db } from "@/lib/db/client";
import { actOnBatch } from "@/lib/decisions/bulk/act";
import { readBatch } from "@/lib/decisions/bulk/data";
import { decideFiltered } from "@/lib/decisions/bulk/decide-filtered";
import { type BatchAction, batchSchema } from "@/lib/decisions/bulk/schema";
import { campaignWithPending } from "@/lib/decisions/bulk/testing";
import { claimForSending } from "@/lib/decisions/claim";
import type { Permitted } from "@/lib/team/actor";

type Reviewer = Permitted<"submissions.decide">;
let desk: Awaited<ReturnType<typeof testDesk>>;
let ana: Reviewer;
let ben: Reviewer;
let mia: Reviewer;

beforeAll(async () => {
  desk = await testDesk();
  ana = await desk.person("reviewer", "Ana");
  ben = await desk.person("reviewer", "Ben");
  mia = await desk.person("manager", "Mia");
});
beforeEach(async () => {
  await db().$executeRaw`TRUNCATE campaign, worker, decision, decision_batch, audit_event CASCADE`;
});
afterAll(() => desk.close());

const decideAllOf = async (actor: Reviewer, campaignId: string, expected: number, rejectWith?: string) => {
  const result = await decideFiltered(
    actor,
    {
      idempotencyKey: randomUUID(),
      filter: { campaignId },
      verdict: rejectWith === undefined ? "approve" : "reject",
      notes: rejectWith,
      except: [],
      expected,
    },
    "request",
  );
  if (!result.ok) throw new Error(result.reason);
  return result.batchId;
};
const act = (actor: Reviewer, batchId: string, action: BatchAction) =>
  actOnBatch(actor, batchId, action, "request");
const batchOf = async (id: string) => batchSchema.parse(await readBatch(id));
/** What the dispatcher does when the undo window is over. */
const endWindows = () =>
  db().decision.updateMany({
    where: { state: "HELD" },
    data: { state: "QUEUED", heldUntil: new Date(0), dueAt: new Date(0) },
  });

describe("acting on a bulk action", () => {
  it("is for its creator and for managers", async () => {
    const batchId = await decideAllOf(ana, await campaignWithPending(3), 3);
    for (const action of ["pause", "resume", "cancel", "undo", "retry"] as const)
      expect(await act(ben, batchId, action)).toEqual({ ok: false, reason: "not_yours" });
    expect(await act(ana, randomUUID(), "undo")).toEqual({ ok: false, reason: "not_found" });
    expect(await act(mia, batchId, "undo")).toMatchObject({ ok: true, changed: 3 });
    expect(await db().decision.findFirst()).toMatchObject({ state: "UNDONE", undoneById: mia.personId });
  });

  it("takes all back that was not sent, once, each row audited, and frees it for others", async () => {
    const campaignId = await campaignWithPending(6);
    const batchId = await decideAllOf(ana, campaignId, 6);
    const at = (submissionId: number) => ({ batchId, submissionId: BigInt(submissionId) });
    await db().decision.updateMany({ where: at(1), data: { state: "SENDING" } });
    await db().decision.updateMany({ where: at(2), data: { state: "APPLIED" } });
    await db().decision.updateMany({ where: at(3), data: { state: "QUEUED" } });
    expect(await act(ana, batchId, "cancel")).toMatchObject({ ok: true, changed: 4 });
    expect(await act(ana, batchId, "cancel")).toMatchObject({ ok: true, changed: 0 });
    expect(await batchOf(batchId)).toMatchObject({
      states: { SENDING: 1, APPLIED: 1, UNDONE: 4 },
      done: false,
    });
    expect(await db().auditEvent.count({ where: { action: "decision.undone" } })).toBe(4);
    expect(await db().auditEvent.findMany({ where: { action: "batch.canceled" } })).toMatchObject([
      { subject: batchId, data: { changed: 4 } },
    ]);
    await decideAllOf(ben, campaignId, 4);
  });

  it("races the dispatcher: each row is taken back or sent, never both", async () => {
    let undone = 0;
    for (let round = 0; round < 15; round++) {
      const batchId = await decideAllOf(ana, await campaignWithPending(120), 120);
      await endWindows();
      const sent: string[] = [];
      const send = async () => {
        for (
          let rows = await claimForSending(6, true);
          rows.length > 0;
          rows = await claimForSending(6, true)
        )
          sent.push(...rows.map(({ id }) => id));
      };
      const undo = async () => {
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 60));
        return act(ana, batchId, "undo");
      };
      const [taken] = await Promise.all([undo(), send(), send(), send()]);
      const rows = await db().decision.findMany({ where: { batchId } });
      const back = rows.filter(({ state }) => state === "UNDONE");
      expect(taken).toMatchObject({ ok: true, changed: back.length });
      expect(back.filter(({ id, attempts }) => sent.includes(id) || attempts > 0)).toEqual([]);
      expect(new Set(sent).size).toBe(sent.length);
      expect(
        rows
          .filter(({ state }) => state === "SENDING")
          .map(({ id }) => id)
          .toSorted(),
      ).toEqual(sent.toSorted());
      expect(back.length + sent.length).toBe(120);
      undone += back.length;
    }
    expect(undone).toBeGreaterThan(0);
  }, 60_000);

  it("holds back what waits while it is paused, and goes on", async () => {
    const batchId = await decideAllOf(ana, await campaignWithPending(4), 4);
    const other = await decideAllOf(ana, await campaignWithPending(2), 2);
    await endWindows();
    expect(await act(ana, batchId, "pause")).toMatchObject({ ok: true, changed: 4 });
    expect(await act(ana, batchId, "pause")).toMatchObject({ ok: true, changed: 0 });
    expect((await batchOf(batchId)).pausedAt).not.toBeNull();
    const rows = await claimForSending(10, true);
    const claimed = await db().decision.findMany({ where: { id: { in: rows.map(({ id }) => id) } } });
    expect(claimed.map((row) => row.batchId)).toEqual([other, other]);
    expect(await act(ana, batchId, "resume")).toMatchObject({ ok: true, changed: 4 });
    expect((await batchOf(batchId)).pausedAt).toBeNull();
    expect(await claimForSending(10, true)).toHaveLength(4);
    const actions = (await db().auditEvent.findMany({ where: { subject: batchId } })).map(
      ({ action }) => action,
    );
    expect(actions).toEqual(["batch.made", "batch.paused", "batch.resumed"]);
  });

  it("retries what was refused and is still pending, as a bulk action of its own, once", async () => {
    const campaignId = await campaignWithPending(5);
    const made = await decideAllOf(ana, campaignId, 5, "Too late");
    await db().decision.updateMany({
      where: { submissionId: { in: [1n, 2n, 3n] } },
      data: { state: "REFUSED", errorCode: "refused", error: "Not your campaign" },
    });
    await db().submission.updateMany({ where: { campaignId, id: 2n }, data: { status: "Rejected" } });
    const retried = await act(mia, made, "retry");
    if (!retried.ok) throw new Error(retried.reason);
    expect(retried.changed).toBe(2);
    expect(retried.batchId).not.toBe(made);
    const rows = await db().decision.findMany({
      where: { batchId: retried.batchId },
      orderBy: { submissionId: "asc" },
    });
    expect(rows).toMatchObject([
      { submissionId: 1n, verdict: "reject", notes: "Too late", state: "HELD", decidedById: mia.personId },
      { submissionId: 3n, verdict: "reject", notes: "Too late", state: "HELD" },
    ]);
    expect(await act(ana, made, "retry")).toEqual({
      ok: true,
      changed: 0,
      batchId: made,
    });
  });
});
