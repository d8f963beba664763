import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { testDesk } from "@/e2e/support/test-desk";
import { db } from "@/lib/db/client";
import { campaignWithPending } from "@/lib/decisions/bulk/testing";
import { claimNext } from "@/lib/decisions/claims/claim";
import { claimsJob } from "@/lib/decisions/claims/job";
import { releaseClaims } from "@/lib/decisions/claims/release";
import { claimAnswerSchema, type ClaimRequest } from "@/lib/decisions/claims/schema";
import { decide } from "@/lib/decisions/decide";
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
  await db().$executeRaw`TRUNCATE campaign, worker, decision, claim, review_presence CASCADE`;
});
afterAll(() => desk.close());

const claim = async (actor: Reviewer, request: Partial<ClaimRequest> = {}) => {
  const answer = await claimNext(actor, { limit: 3, keep: [], ...request });
  claimAnswerSchema.parse(answer);
  const { items, ...rest } = answer;
  return {
    ...rest,
    ids: items.map(({ id }) => id),
    keep: items.map((item) => ({ campaignId: item.campaignId, submissionId: item.id })),
  };
};
const expire = (personId: string) =>
  db().claim.updateMany({ where: { personId }, data: { until: new Date(Date.now() - 1000) } });
const approve = (actor: Reviewer, campaignId: string, submissionId: number) =>
  decide(
    actor,
    { idempotencyKey: randomUUID(), items: [{ campaignId, submissionId, verdict: "approve" }] },
    "request",
  );

describe("claiming", () => {
  it("gives each person the oldest that nobody else has, and says what others hold", async () => {
    const campaignId = await campaignWithPending(5);
    const first = await claim(ana, { campaignId });
    expect(first).toMatchObject({ ids: [1, 2, 3], heldByOthers: 0, undecided: 5, others: [] });
    const minutes = (Date.parse(first.until) - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(4.5);
    expect(minutes).toBeLessThan(5.5);
    const second = await claim(ben, { campaignId });
    expect(second).toMatchObject({
      ids: [4, 5],
      heldByOthers: 3,
      undecided: 5,
      others: [{ id: ana.personId, name: "Ana" }],
    });
    const carl = await desk.person<"submissions.decide">("reviewer", "Carl");
    expect(await claim(carl, { campaignId })).toMatchObject({ ids: [], heldByOthers: 5, undecided: 5 });
  });

  it("keeps what is asked for, gives the rest back, and fills up", async () => {
    const campaignId = await campaignWithPending(8);
    const first = await claim(ana, { campaignId });
    await claim(ben, { campaignId, limit: 1 });
    const again = await claim(ana, { campaignId, keep: first.keep.toReversed().slice(0, 2) });
    // 1 was given back, and is the oldest again; 4 is Ben's.
    expect(again.ids).toEqual([3, 2, 1]);
    const moved = await claim(ana, { campaignId, keep: again.keep.slice(0, 1), limit: 2 });
    expect(moved.ids).toEqual([3, 1]);
    expect((await claim(ben, { campaignId, limit: 3 })).ids).toEqual([2, 4, 5]);
  });

  it("skips what is decided, and ends a claim with the decision, whoever made it", async () => {
    const campaignId = await campaignWithPending(6);
    const first = await claim(ana, { campaignId });
    await approve(ana, campaignId, 1);
    await approve(ben, campaignId, 2);
    expect(await db().claim.count()).toBe(1);
    expect((await claim(ana, { campaignId, keep: first.keep })).ids).toEqual([3, 4, 5]);
    await db().submission.updateMany({ where: { campaignId, id: 3n }, data: { status: "Approved" } });
    const left = await claim(ana, {
      campaignId,
      keep: [3, 4].map((submissionId) => ({ campaignId, submissionId })),
    });
    expect(left.ids).toEqual([4, 5, 6]);
    expect(left.undecided).toBe(3);
  });

  it("takes what a person has before them and nobody holds, and never what somebody else holds", async () => {
    const campaignId = await campaignWithPending(6);
    const carl = await desk.person<"submissions.decide">("reviewer", "Carl");
    await claim(ben, { campaignId, limit: 1 });
    const before = [1, 5, 6].map((submissionId) => ({ campaignId, submissionId }));
    expect((await claim(ana, { campaignId, keep: before, limit: 2 })).ids).toEqual([5, 6]);
    expect((await claim(carl, { campaignId, limit: 6 })).ids).toEqual([2, 3, 4]);
  });

  it("hands on what ran out; a late refresh keeps what nobody took", async () => {
    const campaignId = await campaignWithPending(3);
    const first = await claim(ana, { campaignId });
    await expire(ana.personId);
    expect((await claim(ben, { campaignId, limit: 2 })).ids).toEqual([1, 2]);
    const late = await claim(ana, { campaignId, keep: first.keep });
    expect(late).toMatchObject({ ids: [3], heldByOthers: 2 });
  });

  it("puts first the campaigns that pay everything once they are full, then the oldest", async () => {
    const calm = await campaignWithPending(2);
    const soon = await campaignWithPending(2, { approveOnceFull: true, remainingAvailabilities: 9_000 });
    const full = await campaignWithPending(2, { approveOnceFull: true, remainingAvailabilities: 2 });
    const far = await campaignWithPending(1, { approveOnceFull: true });
    const { keep } = await claim(ana, { limit: 10 });
    const campaigns = keep.map((at) => at.campaignId);
    expect(campaigns.slice(0, 4)).toEqual([full, full, soon, soon]);
    expect(new Set(campaigns.slice(4))).toEqual(new Set([calm, far]));
    expect(keep.slice(4).map(({ submissionId }) => submissionId)).toEqual([1, 1, 2]);
  });

  it("is given back on leaving, and cleared away long after it ran out", async () => {
    const campaignId = await campaignWithPending(5);
    await claim(ana, { campaignId });
    expect(await releaseClaims(ana)).toBe(3);
    expect(await claim(ben, { campaignId })).toMatchObject({ ids: [1, 2, 3], others: [] });
    await expire(ben.personId);
    await claimsJob.run(new AbortController().signal);
    expect(await db().claim.count()).toBe(3);
    await db().claim.updateMany({ data: { until: new Date(Date.now() - 2 * 3_600_000) } });
    await claimsJob.run(new AbortController().signal);
    expect(await db().claim.count()).toBe(0);
  });

  it("shows who was here within a minute, each in one place", async () => {
    const [one, two] = [await campaignWithPending(1), await campaignWithPending(1)];
    await claim(ana, { campaignId: one });
    expect((await claim(ben, { campaignId: one })).others).toEqual([{ id: ana.personId, name: "Ana" }]);
    await claim(ana, { campaignId: two });
    expect((await claim(ben, { campaignId: one })).others).toEqual([]);
    expect((await claim(ben)).others).toEqual([]);
    await claim(ana);
    expect((await claim(ben)).others).toHaveLength(1);
    await db().reviewPresence.updateMany({ data: { seenAt: new Date(Date.now() - 61_000) } });
    expect((await claim(ben)).others).toEqual([]);
  });
});

describe("twenty people at once", () => {
  it("never share a submission, whatever they claim, keep, decide, leave and let run out", async () => {
    const people = await Promise.all(
      Array.from({ length: 20 }, () => desk.person<"submissions.decide">("reviewer")),
    );
    const step = fc.record({
      person: fc.nat(19),
      act: fc.constantFrom("claim", "keep", "here", "decide", "expire", "release"),
      limit: fc.integer({ min: 1, max: 9 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { minLength: 2, maxLength: 20 }), { maxLength: 6 }),
        async (rounds) => {
          await db().$executeRaw`TRUNCATE campaign, worker, decision, claim, review_presence CASCADE`;
          const campaigns = [
            await campaignWithPending(15),
            await campaignWithPending(15, { approveOnceFull: true, remainingAvailabilities: 15 }),
          ];
          const held = new Map<string, ClaimRequest["keep"]>();
          for (const round of rounds) {
            // One thing a person at a time: two tabs of one person would take turns with the same claims.
            const steps = [...new Map(round.map((each) => [each.person, each])).values()];
            const asked = new Map<string, ClaimRequest["keep"]>();
            await Promise.all(
              steps.map(async ({ person, act, limit }) => {
                const actor = people[person];
                if (actor === undefined) return;
                const mine = held.get(actor.personId) ?? [];
                if (act === "expire") await expire(actor.personId);
                else if (act === "release") await releaseClaims(actor);
                else if (act === "decide") {
                  const [at] = mine;
                  if (at !== undefined) await approve(actor, at.campaignId, at.submissionId);
                } else {
                  const campaignId = act === "here" ? campaigns[person % 2] : undefined;
                  const answer = await claim(actor, { limit, campaignId, keep: act === "keep" ? mine : [] });
                  asked.set(actor.personId, answer.keep);
                }
                held.delete(actor.personId);
              }),
            );
            for (const [personId, keep] of asked) held.set(personId, keep);
            const given = [...asked.values()].flat().map((at) => `${at.campaignId}/${at.submissionId}`);
            expect(new Set(given).size).toBe(given.length);
            const rows = await db().claim.findMany({ where: { until: { gt: new Date() } } });
            for (const [personId, keep] of asked)
              for (const at of keep) {
                const row = rows.find(
                  (each) =>
                    each.campaignId === at.campaignId && Number(each.submissionId) === at.submissionId,
                );
                // Decided or let run out by somebody in the same round: then it is nobody's.
                if (row !== undefined) expect(row.personId).toBe(personId);
              }
          }
        },
      ),
      { numRuns: 30 },
    );
  }, 120_000);

  it("are given all there is, in one go", async () => {
    const campaignId = await campaignWithPending(100);
    const people = await Promise.all(
      Array.from({ length: 20 }, () => desk.person<"submissions.decide">("reviewer")),
    );
    const answers = await Promise.all(people.map((actor) => claim(actor, { campaignId, limit: 5 })));
    const ids = answers.flatMap((answer) => answer.ids);
    expect(ids.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, n) => n + 1));
    const last = await desk.person<"submissions.decide">("reviewer");
    expect(await claim(last, { campaignId })).toMatchObject({ ids: [], heldByOthers: 100, undecided: 100 });
  });

  it("do not wait long behind 20,000 others", async () => {
    await campaignWithPending(20_000);
    const startedAt = performance.now();
    const { ids } = await claim(ana, { limit: 20 });
    expect(ids).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
    process.stdout.write(`claim out of 20,000: ${Math.round(performance.now() - startedAt)} ms\n`);
  });
});
