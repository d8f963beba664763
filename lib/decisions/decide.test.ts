import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pendingSubmission, testDesk } from "@/e2e/support/test-desk";
import { db } from "@/lib/db/client";
import { decide } from "@/lib/decisions/decide";
import { undo } from "@/lib/decisions/undo";
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
afterAll(() => desk.close());

const approve = (
  actor: Reviewer,
  at: { campaignId: string; submissionId: number },
  idempotencyKey = randomUUID(),
) => decide(actor, { idempotencyKey, items: [{ ...at, verdict: "approve" }] }, "request");
const reject = (actor: Reviewer, at: { campaignId: string; submissionId: number }) =>
  decide(
    actor,
    { idempotencyKey: randomUUID(), items: [{ ...at, verdict: "reject", notes: "Wrong page" }] },
    "request",
  );

const firstOf = (result: Awaited<ReturnType<typeof decide>>) => {
  if (!result.ok) throw new Error(result.reason);
  const [outcome] = result.outcomes;
  if (outcome === undefined) throw new Error("no outcome");
  return outcome;
};

describe("decide", () => {
  it("holds the verdict for the undo window, audited, before anything is sent", async () => {
    const at = await pendingSubmission();
    const outcome = firstOf(await approve(ana, at));
    expect(outcome).toMatchObject({
      status: 202,
      state: "HELD",
      verdict: "approve",
      decidedBy: { name: "Ana" },
    });
    const row = await db().decision.findFirstOrThrow({ where: at });
    expect(row.heldUntil.getTime() - row.decidedAt.getTime()).toBe(5_000);
    expect(await db().auditEvent.findFirst({ where: { subject: row.id } })).toMatchObject({
      action: "decision.made",
      actorId: ana.personId,
    });
  });

  it("answers the same key with the first outcome, and refuses it for another body", async () => {
    const at = await pendingSubmission();
    const key = randomUUID();
    const [one, two] = await Promise.all([approve(ana, at, key), approve(ana, at, key)]);
    expect(two).toEqual(one);
    expect(await db().decision.count({ where: at })).toBe(1);
    expect(await approve(ana, await pendingSubmission(), key)).toEqual({ ok: false, reason: "key_reused" });
  });

  it("takes one of two opposite verdicts at the same moment, and tells the other who was first", async () => {
    for (let round = 0; round < 50; round++) {
      const at = await pendingSubmission();
      const outcomes = (await Promise.all([approve(ana, at), reject(ben, at)])).map(firstOf);
      const taken = outcomes.find(({ status }) => status === 202);
      const told = outcomes.find(({ status }) => status === 409);
      if (taken?.status !== 202) throw new Error("nobody's decision was taken");
      expect(told).toMatchObject({
        code: "already_decided",
        decision: { id: taken.id, verdict: taken.verdict, decidedBy: taken.decidedBy },
      });
      expect(await db().decision.count({ where: at })).toBe(1);
    }
  });

  it("refuses what RapidWorkers settled and what nobody knows, and takes the rest", async () => {
    const settled = await pendingSubmission();
    await db().submission.updateMany({
      where: { id: BigInt(settled.submissionId) },
      data: { status: "Approved" },
    });
    const open = await pendingSubmission();
    const unknown = { campaignId: open.campaignId, submissionId: 1 };
    const result = await decide(
      ana,
      {
        idempotencyKey: randomUUID(),
        items: [settled, open, unknown].map((at) => ({ ...at, verdict: "approve" as const })),
      },
      "request",
    );
    expect(result).toMatchObject({
      ok: true,
      outcomes: [
        { status: 409, code: "decided_on_rapidworkers" },
        { status: 202, state: "HELD" },
        { status: 404, code: "not_found" },
      ],
    });
  });

  it("refuses a reject without notes in the database itself", async () => {
    const at = await pendingSubmission();
    const bad = decide(
      ana,
      { idempotencyKey: randomUUID(), items: [{ ...at, verdict: "reject" }] },
      "request",
    );
    await expect(bad).rejects.toThrow(/decision_reject_has_notes/);
  });
});

describe("undo", () => {
  it("takes a held decision back, once, and frees the submission for another", async () => {
    const at = await pendingSubmission();
    const outcome = firstOf(await approve(ana, at));
    if (outcome.status !== 202) throw new Error("not taken");
    expect(await undo(ben, outcome.id, "request")).toMatchObject({ ok: false, reason: "not_yours" });
    expect(await undo(ana, outcome.id, "request")).toMatchObject({ ok: true, decision: { state: "UNDONE" } });
    expect(await undo(ana, outcome.id, "request")).toMatchObject({ ok: true, decision: { state: "UNDONE" } });
    expect(await db().auditEvent.count({ where: { subject: outcome.id, action: "decision.undone" } })).toBe(
      1,
    );
    expect(firstOf(await reject(ben, at))).toMatchObject({ status: 202, verdict: "reject" });
  });

  it("comes too late once it was sent", async () => {
    const outcome = firstOf(await approve(ana, await pendingSubmission()));
    if (outcome.status !== 202) throw new Error("not taken");
    await db().decision.update({ where: { id: outcome.id }, data: { state: "SENDING" } });
    expect(await undo(ana, outcome.id, "request")).toMatchObject({ ok: false, reason: "too_late" });
  });
});
