import { randomUUID } from "node:crypto";
import { type ApiClient, signIn } from "@/e2e/support/api-client";
import { newCampaign } from "@/e2e/support/campaigns";
import { expect, test, UNDO_SECONDS } from "@/e2e/support/fixtures";
import { followEvents } from "@/e2e/support/live-events";

type Items<Item> = { items: Item[]; nextCursor: string | null };
type Decided = { id: string; submissionId: number; state: string; status: number; code?: string };
type Named = { decision: { decidedBy: { name: string } } | null; message?: string };

const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
const MONEY = expect.stringMatching(/^\d+(\.\d+)?$/);
const UUID = expect.stringMatching(/^[0-9a-f-]{36}$/);
const NUMBER = expect.any(Number);
const TEXT = expect.any(String);

/** The contract's campaign. */
const CAMPAIGN = {
  id: UUID,
  title: TEXT,
  category: TEXT,
  status: expect.stringMatching(/^(Active|Pending|Completed|Canceled)$/),
  pay: MONEY,
  location: TEXT,
  createdAt: TIME,
  totalAvailabilities: NUMBER,
  remainingAvailabilities: NUMBER,
  pending: NUMBER,
  approved: NUMBER,
  rejected: NUMBER,
  undecided: NUMBER,
  syncedAt: TIME,
};

/** An error as RFC 9457 and the contract have it. */
const problem = (status: number, code: string) => ({
  type: TEXT,
  title: TEXT,
  status,
  detail: expect.stringMatching(/\S{2,}/),
  code,
  requestId: UUID,
});

/** A call as the browser or a program might make it, with everything that the client would put right left as it is. */
async function rawCall(address: string, init: RequestInit & { headers: Record<string, string> }) {
  const response = await fetch(address, init);
  return { status: response.status, type: response.headers.get("content-type"), body: await response.json() };
}

test("what is read has the contract's shapes", async ({ marketplace, api }) => {
  const { id, submissionIds } = await newCampaign(
    { marketplace, api },
    {
      title: "Shapes",
      description: "Asked for",
      pending: 3,
      approved: 1,
      rejected: 1,
      pay: "2.50",
      total: 9,
    },
  );
  const list = await api.get<Items<{ id: string }>>("/api/campaigns?search=shapes&sort=title&limit=1000");
  expect(list).toMatchObject({ status: 200, body: { items: [{ ...CAMPAIGN, id }], nextCursor: null } });
  expect((await api.get(`/api/campaigns/${id}`)).body).toMatchObject({
    ...CAMPAIGN,
    description: "Asked for",
    pay: "2.50",
    pending: 3,
    approved: 1,
    rejected: 1,
    undecided: 3,
    totalAvailabilities: 9,
    remainingAvailabilities: 7,
  });
  const two = await api.get<Items<{ id: number }>>(`/api/campaigns/${id}/submissions?status=Pending&limit=2`);
  expect(two.body.items).toHaveLength(2);
  const rest = await api.get<Items<{ id: number }>>(
    `/api/campaigns/${id}/submissions?status=Pending&limit=2&cursor=${encodeURIComponent(two.body.nextCursor ?? "")}`,
  );
  expect(rest.body.nextCursor).toBeNull();
  expect([...two.body.items, ...rest.body.items].map((item) => item.id)).toEqual(submissionIds.slice(2));
  expect(two.body.items[0]).toMatchObject({
    campaignId: id,
    worker: {
      id: TEXT,
      name: TEXT,
      country: TEXT,
      accountAgeDays: NUMBER,
      approvalRate: NUMBER,
      totalCompleted: NUMBER,
      blocked: expect.any(Boolean),
    },
    status: "Pending",
    submittedAt: TIME,
    proofText: TEXT,
    notes: null,
    decision: null,
    flags: [],
    images: expect.arrayContaining([
      expect.objectContaining({
        id: TEXT,
        thumbnail: expect.stringMatching(/^\/api\/images\/[^/]+\?size=thumb$/),
        full: expect.stringMatching(/^\/api\/images\/[^/]+\?size=full$/),
      }),
    ]),
  });
  expect(await api.get("/api/balance")).toMatchObject({
    status: 200,
    body: { balance: MONEY, asOf: TIME, stale: false },
  });
  const { body: budget } = await api.get<{ limit: number; used: number; left: number }>("/api/budget");
  expect(budget).toMatchObject({ limit: 1000, refillsAt: TIME, paused: [] });
  expect(budget.used + budget.left).toBe(1000);
  expect((await api.get("/api/me")).body).toEqual({
    id: UUID,
    email: "owner@desk.example",
    name: "owner",
    role: "owner",
    locale: null,
    timeZone: null,
  });
});

test("a decision: taken, told, the same for the same key, undone in time, too late afterwards", async ({
  marketplace,
  api,
}) => {
  const { id, submissionIds } = await newCampaign({ marketplace, api }, { title: "Decide", pending: 3 });
  const [first = 0, second = 0] = submissionIds;
  const items = [
    { campaignId: id, submissionId: first, verdict: "approve" },
    { campaignId: id, submissionId: second, verdict: "reject", notes: "Not what was asked for" },
  ];
  const key = randomUUID();
  const answer = await api.decide<{ items: Decided[] }>(items, key);
  expect(answer).toMatchObject({
    status: 202,
    body: {
      items: [
        {
          id: UUID,
          campaignId: id,
          submissionId: first,
          verdict: "approve",
          notes: null,
          state: "HELD",
          status: 202,
        },
        {
          submissionId: second,
          verdict: "reject",
          notes: "Not what was asked for",
          state: "HELD",
          decidedAt: TIME,
        },
      ],
    },
  });
  expect(await api.decide(items, key)).toEqual(answer);
  expect(await api.decide(items.slice(1), key)).toMatchObject({
    status: 422,
    body: problem(422, "key_reused"),
  });

  const [approved, rejected] = answer.body.items;
  const undone = await api.post(`/api/decisions/${rejected?.id}/undo`);
  expect(undone).toMatchObject({ status: 200, body: { id: rejected?.id, state: "UNDONE" } });
  expect(await api.post(`/api/decisions/${rejected?.id}/undo`)).toEqual(undone);

  const settled = async () => (await api.get<Decided>(`/api/decisions/${approved?.id}`)).body;
  await expect
    .poll(async () => (await settled()).state, { timeout: (UNDO_SECONDS + 20) * 1000 })
    .toBe("APPLIED");
  expect(await settled()).toMatchObject({ settledAt: TIME, amountPaid: "1.00", error: null });
  expect(await api.post(`/api/decisions/${approved?.id}/undo`)).toMatchObject({
    status: 409,
    body: problem(409, "too_late"),
  });
  const applied = await api.get<Items<Decided>>(`/api/decisions?campaignId=${id}&state=APPLIED`);
  expect(applied.body.items.map((item) => item.submissionId)).toEqual([first]);
  expect((await marketplace.effects()).filter((effect) => effect.campaignId === id)).toMatchObject([
    { kind: "approve", submissionId: first },
  ]);
});

test("whoever comes second is told who decided first", async ({ desk, marketplace, api, personOf }) => {
  const { id, submissionIds } = await newCampaign({ marketplace, api }, { title: "Second", pending: 2 });
  const [first = 0, second = 0] = submissionIds;
  const other = await signIn(desk.address, await personOf("reviewer"));
  await other.decide([{ campaignId: id, submissionId: first, verdict: "approve" }]);

  const late = await api.decide<{ items: (Decided & Named)[] }>([
    { campaignId: id, submissionId: first, verdict: "reject", notes: "no" },
    { campaignId: id, submissionId: second, verdict: "approve" },
  ]);
  expect(late.status).toBe(202);
  expect(late.body.items).toMatchObject([
    {
      status: 409,
      code: "already_decided",
      message: "reviewer approved this first. Your decision was not taken.",
      decision: { verdict: "approve", decidedBy: { name: "reviewer" } },
    },
    { status: 202, submissionId: second },
  ]);
  const alone = await api.decide([{ campaignId: id, submissionId: first, verdict: "approve" }]);
  expect(alone).toMatchObject({
    status: 409,
    body: {
      ...problem(409, "already_decided"),
      items: [{ decision: { decidedBy: { name: "reviewer" } } }],
    },
  });
  expect(await api.decide([{ campaignId: id, submissionId: 1, verdict: "approve" }])).toMatchObject({
    status: 404,
    body: problem(404, "not_found"),
  });
});

test("what cannot be taken is told as a problem, field by field", async ({ desk, api }) => {
  const post = async (body: string, headers: Record<string, string> = {}) =>
    rawCall(`${desk.address}/api/decisions`, {
      method: "POST",
      body,
      headers: { cookie: api.cookie(), origin: desk.address, "content-type": "application/json", ...headers },
    });
  const item = { campaignId: "c", submissionId: 1, verdict: "reject" };
  const noReason = await post(JSON.stringify({ idempotencyKey: "no uuid", items: [item] }));
  expect(noReason).toMatchObject({
    status: 422,
    type: "application/problem+json",
    body: {
      ...problem(422, "not_valid"),
      errors: {
        idempotencyKey: [TEXT],
        "items.0.notes": ["A reject needs notes: RapidWorkers demands a reason."],
      },
    },
  });
  expect(await post("{")).toMatchObject({ status: 400, body: problem(400, "not_json") });
  const good = JSON.stringify({ idempotencyKey: randomUUID(), items: [{ ...item, notes: "x" }] });
  expect(await post(good, { origin: "https://elsewhere.example" })).toMatchObject({
    status: 403,
    body: problem(403, "foreign_origin"),
  });
  expect(await post(good, { "content-type": "text/plain" })).toMatchObject({
    status: 415,
    body: problem(415, "content_type"),
  });
  expect(await api.get("/api/campaigns?limit=0")).toMatchObject({
    status: 422,
    body: { ...problem(422, "not_valid"), errors: { limit: [TEXT] } },
  });
  expect(await api.get("/api/campaigns/00000000-0000-4000-8000-000000000000")).toMatchObject({
    status: 404,
    body: problem(404, "not_found"),
  });
});

test("nobody gets in without signing in, and a viewer decides nothing", async ({
  desk,
  marketplace,
  api,
  personOf,
}) => {
  const { id, submissionIds } = await newCampaign({ marketplace, api }, { title: "Roles", pending: 1 });
  const reads = ["campaigns", `campaigns/${id}`, `campaigns/${id}/submissions`, "submissions", "decisions"];
  for (const path of [...reads, "balance", "budget", "overview", "me", "events", "decisions/queue"]) {
    const { status, type, body } = await rawCall(`${desk.address}/api/${path}`, { headers: {} });
    expect({ path, status, type }).toEqual({ path, status: 401, type: "application/problem+json" });
    expect(body).toEqual(problem(401, "not_signed_in"));
  }
  const viewer: ApiClient = await signIn(desk.address, await personOf("viewer"));
  expect((await viewer.get(`/api/campaigns/${id}`)).status).toBe(200);
  const [submissionId = 0] = submissionIds;
  expect(await viewer.decide([{ campaignId: id, submissionId, verdict: "approve" }])).toMatchObject({
    status: 403,
    body: problem(403, "not_permitted"),
  });
  expect((await api.get<Items<Decided>>(`/api/decisions?campaignId=${id}`)).body.items).toEqual([]);
});

test("live events tell of a decision, and go on where a listener left off", async ({
  desk,
  marketplace,
  api,
}) => {
  const { id, submissionIds } = await newCampaign({ marketplace, api }, { title: "Live", pending: 2 });
  const live = await followEvents(desk.address, api);
  expect(live.status).toBe(200);
  expect(live.headers.get("content-type")).toMatch(/^text\/event-stream/);
  const decide = async (at: number) => {
    const submissionId = submissionIds[at] ?? 0;
    const { body } = await api.decide<{ items: Decided[] }>([
      { campaignId: id, submissionId, verdict: "approve" },
    ]);
    return body.items[0]?.id;
  };
  const told = (events: typeof live.events, decisionId: string | undefined) =>
    events.find(
      ({ event, data }) => event === "decision" && (data as { ids: string[] }).ids.includes(decisionId ?? ""),
    );

  const first = await decide(0);
  await expect
    .poll(() => told(live.events, first))
    .toMatchObject({
      id: expect.stringMatching(/^\d+-\d+$/),
      data: { type: "decision", campaignIds: [id], state: "HELD" },
    });
  await live.stop();

  const second = await decide(1);
  const resumed = await followEvents(desk.address, api, told(live.events, first)?.id);
  await expect.poll(() => told(resumed.events, second)).toBeDefined();
  expect(resumed.events.filter(({ event }) => event === "reset")).toEqual([]);
  expect(told(resumed.events.slice(0, 1), first), "the event itself is not told again").toBeUndefined();
  await resumed.stop();

  const lost = await followEvents(desk.address, api, "1-1");
  await expect.poll(() => lost.events[0]).toMatchObject({ event: "reset" });
  await lost.stop();
});
