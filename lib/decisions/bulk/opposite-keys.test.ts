import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { testDesk } from "@/e2e/support/test-desk";
import { db } from "@/lib/db/client";
import { campaignWithPending } from "@/lib/decisions/bulk/testing";
import { decide } from "@/lib/decisions/decide";
import type { Verdict } from "@/lib/decisions/schema";
import type { Permitted } from "@/lib/team/actor";

const TIMES = 1_000;

let desk: Awaited<ReturnType<typeof testDesk>>;
beforeAll(async () => {
  desk = await testDesk();
});
afterAll(() => desk.close());

it("two people press opposite keys at the same moment, 1,000 times: one decision each, the other is told", async () => {
  const ana = await desk.person<"submissions.decide">("reviewer", "Ana");
  const ben = await desk.person<"submissions.decide">("reviewer", "Ben");
  const campaignId = await campaignWithPending(TIMES);
  const startedAt = performance.now();
  const first = { Ana: 0, Ben: 0 };
  const waitsMs: number[] = [];

  const press = async (actor: Permitted<"submissions.decide">, submissionId: number, verdict: Verdict) => {
    const pressedAt = performance.now();
    const notes = verdict === "reject" ? "Wrong page" : undefined;
    const items = [{ campaignId, submissionId, verdict, notes }];
    const result = await decide(actor, { idempotencyKey: randomUUID(), items }, "request");
    waitsMs.push(performance.now() - pressedAt);
    const [outcome] = result.ok ? result.outcomes : [];
    if (outcome === undefined) throw new Error("no outcome");
    return outcome;
  };
  const both = async (submissionId: number) => {
    const anaFirst = submissionId % 2 === 0;
    const pressed = anaFirst
      ? [press(ana, submissionId, "approve"), press(ben, submissionId, "reject")]
      : [press(ben, submissionId, "reject"), press(ana, submissionId, "approve")];
    const outcomes = await Promise.all(pressed);
    const taken = outcomes.find(({ status }) => status === 202);
    const told = outcomes.find(({ status }) => status === 409);
    if (taken?.status !== 202) throw new Error("nobody's decision was taken");
    expect(told).toMatchObject({
      code: "already_decided",
      message: expect.stringContaining(taken.decidedBy.name),
      decision: { id: taken.id, verdict: taken.verdict, decidedBy: taken.decidedBy },
    });
    first[taken.decidedBy.name as "Ana" | "Ben"]++;
  };
  for (let submissionId = 1; submissionId <= TIMES; submissionId++) await both(submissionId);

  const perSubmission = await db().decision.groupBy({ by: ["submissionId"], _count: true });
  expect(perSubmission).toHaveLength(TIMES);
  expect(perSubmission.every(({ _count }) => _count === 1)).toBe(true);
  expect(first.Ana + first.Ben).toBe(TIMES);
  const [p99 = 0] = waitsMs.toSorted((a, b) => b - a).slice(TIMES / 50);
  expect(p99).toBeLessThan(1_000);
  process.stdout.write(
    `1,000 opposite presses: ${Math.round(performance.now() - startedAt)} ms, 99 % told within ${Math.round(p99)} ms, first Ana ${first.Ana}, Ben ${first.Ben}\n`,
  );
}, 120_000);
