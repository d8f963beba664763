import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GET as listRoute } from "@/app/api/batches/route";
import { POST as actionRoute } from "@/app/api/batches/[id]/actions/route";
import { GET as failuresRoute } from "@/app/api/batches/[id]/failures/route";
import { GET as reportRoute } from "@/app/api/batches/[id]/report.csv/route";
import { GET as batchRoute } from "@/app/api/batches/[id]/route";
import { GET as exportRoute } from "@/app/api/campaigns/[id]/export/route";
import { POST as importRoute } from "@/app/api/campaigns/[id]/import/route";
import { GET as countRoute, POST as bulkRoute } from "@/app/api/decisions/bulk/route";
import { POST as decideRoute } from "@/app/api/decisions/route";
import { POST as claimRoute } from "@/app/api/review/claim/route";
import { POST as releaseRoute } from "@/app/api/review/release/route";
import { signedIn, TEST_ORIGIN, testDesk } from "@/e2e/support/test-desk";
import {
  type Batch,
  batchActionAnswerSchema,
  batchPageSchema,
  batchSchema,
  bulkCountSchema,
} from "@/lib/decisions/bulk/schema";
import { campaignWithPending, refuseDecision } from "@/lib/decisions/bulk/testing";
import { claimAnswerSchema, releaseAnswerSchema } from "@/lib/decisions/claims/schema";
import type { Role } from "@/lib/team/schema";

type Route = (request: Request, segment: { params: Promise<unknown> }) => Promise<Response>;

let desk: Awaited<ReturnType<typeof testDesk>>;
const people = {} as Record<Role, Awaited<ReturnType<typeof signedIn>>>;
beforeAll(async () => {
  desk = await testDesk();
  for (const role of ["viewer", "reviewer", "manager", "owner"] as const) people[role] = await signedIn(role);
});
afterAll(() => desk.close());

const call = (
  route: Route,
  cookie: string,
  { id = "", query = "", body }: { id?: string; query?: string; body?: unknown } = {},
) =>
  route(
    new Request(`${TEST_ORIGIN}/api/somewhere${query}`, {
      method: body === undefined ? "GET" : "POST",
      headers: {
        cookie,
        origin: TEST_ORIGIN,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    }),
    { params: Promise.resolve({ id }) },
  );
const approveAll = (filter: object, expected: number) => ({
  idempotencyKey: randomUUID(),
  filter,
  verdict: "approve",
  expected,
});
const madeBy = async (role: Role, count = 3): Promise<Batch> => {
  const campaignId = await campaignWithPending(count);
  const response = await call(bulkRoute, people[role].cookie, { body: approveAll({ campaignId }, count) });
  expect(response.status).toBe(202);
  return batchSchema.parse(await response.json());
};

describe("who may", () => {
  const release: Route = (request, segment) => releaseRoute(request, segment);
  it.each<[string, Route, Record<Role, number>, (at: { campaignId: string; batchId: string }) => object]>([
    ["list", listRoute, { viewer: 200, reviewer: 200, manager: 200, owner: 200 }, () => ({})],
    [
      "read",
      batchRoute,
      { viewer: 200, reviewer: 200, manager: 200, owner: 200 },
      ({ batchId }) => ({ id: batchId }),
    ],
    [
      "failures",
      failuresRoute,
      { viewer: 200, reviewer: 200, manager: 200, owner: 200 },
      ({ batchId }) => ({ id: batchId }),
    ],
    [
      "report",
      reportRoute,
      { viewer: 403, reviewer: 200, manager: 200, owner: 200 },
      ({ batchId }) => ({ id: batchId }),
    ],
    [
      "undo another's",
      actionRoute,
      { viewer: 403, reviewer: 403, manager: 200, owner: 200 },
      ({ batchId }) => ({ id: batchId, body: { action: "undo" } }),
    ],
    [
      "count",
      countRoute,
      { viewer: 403, reviewer: 200, manager: 200, owner: 200 },
      ({ campaignId }) => ({ query: `?campaignId=${campaignId}` }),
    ],
    [
      "bulk",
      bulkRoute,
      { viewer: 403, reviewer: 409, manager: 409, owner: 409 },
      ({ campaignId }) => ({ body: approveAll({ campaignId }, 99) }),
    ],
    [
      "export",
      exportRoute,
      { viewer: 403, reviewer: 403, manager: 200, owner: 200 },
      ({ campaignId }) => ({ id: campaignId, query: "?status=Pending" }),
    ],
    [
      "import",
      importRoute,
      { viewer: 403, reviewer: 200, manager: 200, owner: 200 },
      ({ campaignId }) => ({
        id: campaignId,
        body: { idempotencyKey: randomUUID(), csv: "id,verdict,notes\n1,yes,", dryRun: true },
      }),
    ],
    ["claim", claimRoute, { viewer: 403, reviewer: 200, manager: 200, owner: 200 }, () => ({ body: {} })],
    ["release", release, { viewer: 403, reviewer: 200, manager: 200, owner: 200 }, () => ({ body: {} })],
  ])("%s", async (_, route, statuses, request) => {
    const { id: batchId } = await madeBy("owner");
    const campaignId = await campaignWithPending(2);
    const given = request({ campaignId, batchId });
    for (const role of ["viewer", "reviewer", "manager", "owner"] as const)
      expect([role, (await call(route, people[role].cookie, given)).status]).toEqual([role, statuses[role]]);
    expect((await call(route, "", given)).status).toBe(401);
  });
});

describe("bulk actions over HTTP", () => {
  it("are made, listed, read and acted on", async () => {
    const batch = await madeBy("reviewer");
    const { cookie } = people.reviewer;
    const list = batchPageSchema.parse(
      await (await call(listRoute, cookie, { query: "?open=true&mine=true" })).json(),
    );
    expect(list.items[0]).toEqual(batch);
    const act = async (action: string) =>
      batchActionAnswerSchema.parse(
        await (await call(actionRoute, cookie, { id: batch.id, body: { action } })).json(),
      );
    expect(await act("pause")).toMatchObject({ changed: 3, batch: { pausedAt: expect.any(String) } });
    expect(await act("resume")).toMatchObject({ changed: 3, batch: { pausedAt: null } });
    expect(await act("undo")).toMatchObject({ changed: 3, batch: { states: { UNDONE: 3 }, done: true } });
    expect((await call(actionRoute, cookie, { id: batch.id, body: { action: "forget" } })).status).toBe(422);
    for (const route of [batchRoute, failuresRoute, reportRoute])
      expect((await call(route, cookie, { id: randomUUID() })).status).toBe(404);
  });

  it("answer 409 with the new number, 422 for a used key, a reject without notes, too many", async () => {
    const { cookie } = people.reviewer;
    const campaignId = await campaignWithPending(4);
    const count = await call(countRoute, cookie, { query: `?campaignId=${campaignId}` });
    expect(bulkCountSchema.parse(await count.json())).toEqual({ count: 4 });
    const body = approveAll({ campaignId }, 3);
    const changed = await call(bulkRoute, cookie, { body });
    expect(changed.status).toBe(409);
    expect(await changed.json()).toMatchObject({ code: "count_changed", count: 4 });
    expect((await call(bulkRoute, cookie, { body: { ...body, expected: 4 } })).status).toBe(202);
    const reused = await call(bulkRoute, cookie, { body: { ...body, expected: 5 } });
    expect([reused.status, ((await reused.json()) as { code: string }).code]).toEqual([422, "key_reused"]);
    expect((await call(bulkRoute, cookie, { body: { ...body, verdict: "reject" } })).status).toBe(422);
    expect((await call(bulkRoute, cookie, { body: { ...body, expected: 20_001 } })).status).toBe(422);
  });

  it("are named in the answer to several decisions", async () => {
    const campaignId = await campaignWithPending(3);
    const items = [1, 2].map((submissionId) => ({ campaignId, submissionId, verdict: "approve" }));
    const response = await call(decideRoute, people.reviewer.cookie, {
      body: { idempotencyKey: randomUUID(), items },
    });
    const { batchId } = (await response.json()) as { batchId: string };
    expect((await call(batchRoute, people.viewer.cookie, { id: batchId })).status).toBe(200);
  });

  it("are reported as a spreadsheet without formulas", async () => {
    const batch = await madeBy("reviewer", 2);
    await refuseDecision(batch.id, 1, '@no, "really"');
    const response = await call(reportRoute, people.reviewer.cookie, { id: batch.id });
    expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(response.headers.get("content-disposition")).toBe(`attachment; filename="report-${batch.id}.csv"`);
    const lines = (await response.text()).split("\r\n");
    expect(lines).toHaveLength(4);
    expect(lines.find((line) => line.startsWith("1,"))).toContain(
      `,Worker 1,${batch.campaignId}-1,approve,,REFUSED,refused,"'@no, ""really""",`,
    );
  });
});

describe("spreadsheets over HTTP", () => {
  it("are exported and imported", async () => {
    const campaignId = await campaignWithPending(2);
    const { cookie } = people.manager;
    const out = await call(exportRoute, cookie, { id: campaignId, query: "?status=Pending" });
    expect((await out.text()).split("\r\n")).toHaveLength(4);
    expect((await call(exportRoute, cookie, { id: "nowhere" })).status).toBe(404);

    const body = { idempotencyKey: randomUUID(), csv: "id;verdict\n1;yes\n", dryRun: false };
    const done = await call(importRoute, cookie, { id: campaignId, body });
    expect(done.status).toBe(202);
    expect(await done.json()).toMatchObject({ approve: 1, cost: "0.50", batch: { states: { HELD: 1 } } });
    const used = await call(importRoute, cookie, { id: campaignId, body: { ...body, csv: "id,verdict\n" } });
    expect([used.status, ((await used.json()) as { code: string }).code]).toEqual([422, "key_reused"]);
    const none = await call(importRoute, cookie, { id: campaignId, body: { ...body, csv: "hello" } });
    expect([none.status, ((await none.json()) as { code: string }).code]).toEqual([422, "no_columns"]);
    expect((await call(importRoute, cookie, { id: "nowhere", body })).status).toBe(404);
  });
});

describe("claims over HTTP", () => {
  it("are taken and given back, without a body too", async () => {
    const campaignId = await campaignWithPending(3);
    const { cookie } = people.reviewer;
    const answer = claimAnswerSchema.parse(
      await (await call(claimRoute, cookie, { body: { campaignId, limit: 2 } })).json(),
    );
    expect(answer.items.map(({ id }) => id)).toEqual([1, 2]);
    const beacon = await releaseRoute(
      new Request(`${TEST_ORIGIN}/api/review/release`, {
        method: "POST",
        headers: { cookie, origin: TEST_ORIGIN },
      }),
      { params: Promise.resolve({}) },
    );
    expect(releaseAnswerSchema.parse(await beacon.json())).toEqual({ released: 2 });
    expect((await call(claimRoute, cookie, { body: { limit: 101 } })).status).toBe(422);
  });
});
