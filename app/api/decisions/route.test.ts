import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { GET } from "@/app/api/decisions/route";
import { pendingSubmission, signedIn, TEST_ORIGIN, testDesk } from "@/e2e/support/test-desk";
import { decide } from "@/lib/decisions/decide";
import { decisionPageSchema } from "@/lib/decisions/schema";
import type { Permitted } from "@/lib/team/actor";

let desk: Awaited<ReturnType<typeof testDesk>>;
beforeAll(async () => {
  desk = await testDesk();
});
afterAll(() => desk.close());

it("finds one's own decisions however many others decided later", async () => {
  const ana = await signedIn("reviewer");
  const ben = await desk.person<"submissions.decide">("reviewer");
  const decideAs = async (personId: string) => {
    const at = await pendingSubmission();
    const actor: Permitted<"submissions.decide"> = { ...ben, personId };
    await decide(actor, { idempotencyKey: randomUUID(), items: [{ ...at, verdict: "approve" }] }, "request");
    return at.submissionId;
  };
  const own = await decideAs(ana.personId);
  await decideAs(ben.personId);
  await decideAs(ben.personId);
  const read = async (query: string) => {
    const request = new Request(`${TEST_ORIGIN}/api/decisions?${query}`, { headers: { cookie: ana.cookie } });
    const answer = await GET(request, { params: Promise.resolve({}) });
    return decisionPageSchema.parse(await answer.json()).items;
  };
  expect((await read("limit=2")).map((one) => one.decidedBy.id)).toEqual([ben.personId, ben.personId]);
  expect(await read("mine=true&limit=2")).toMatchObject([
    { submissionId: own, decidedBy: { id: ana.personId } },
  ]);
});
