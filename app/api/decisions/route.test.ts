import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { GET } from "@/app/api/decisions/route";
import { pendingSubmission, signedIn, TEST_ORIGIN, testDesk } from "@/e2e/support/test-desk";
import { db } from "@/lib/db/client";
import { decide } from "@/lib/decisions/decide";
import { decisionPageSchema } from "@/lib/decisions/schema";
import { readOverview } from "@/lib/mirror/data";
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

it("lists what still needs an eye, as the overview counts it", async () => {
  const ana = await signedIn("reviewer");
  const ben = await desk.person<"submissions.decide">("reviewer");
  const refused = async (status: "Pending" | "Approved") => {
    const at = await pendingSubmission();
    const items = [{ ...at, verdict: "approve" as const }];
    await decide(ben, { idempotencyKey: randomUUID(), items }, "request");
    await db().decision.updateMany({ where: at, data: { state: "REFUSED", settledAt: new Date() } });
    await db().submission.updateMany({ where: { id: BigInt(at.submissionId) }, data: { status } });
    return at.submissionId;
  };
  const open = await refused("Pending");
  await refused("Approved");
  const request = new Request(`${TEST_ORIGIN}/api/decisions?needsAnEye=true&state=REFUSED&limit=3`, {
    headers: { cookie: ana.cookie },
  });
  const { items } = decisionPageSchema.parse(
    await (await GET(request, { params: Promise.resolve({}) })).json(),
  );
  expect(items.map(({ submissionId }) => submissionId)).toEqual([open]);
  expect((await readOverview(new Date())).refused).toBe(1);
});
