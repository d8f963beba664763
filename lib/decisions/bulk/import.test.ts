import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { testDesk } from "@/e2e/support/test-desk";
import { db } from "@/lib/db/client";
import { csvResponse } from "@/lib/decisions/bulk/csv-response";
import { EXPORT_COLUMNS, exportRows, recordExport } from "@/lib/decisions/bulk/export";
import { importDecisions } from "@/lib/decisions/bulk/import";
import { importAnswerSchema } from "@/lib/decisions/bulk/schema";
import { campaignWithPending } from "@/lib/decisions/bulk/testing";
import { decide } from "@/lib/decisions/decide";
import type { Permitted } from "@/lib/team/actor";

type Reviewer = Permitted<"submissions.decide">;
let desk: Awaited<ReturnType<typeof testDesk>>;
let ana: Reviewer;
let ben: Reviewer;

beforeAll(async () => {
  desk = await testDesk({ NEXTAUTH_URL: "https://desk.example" });
  ana = await desk.person("reviewer", "Ana");
  ben = await desk.person("reviewer", "Ben");
});
beforeEach(async () => {
  await db().$executeRaw`TRUNCATE campaign, worker, decision, decision_batch, audit_event CASCADE`;
});
afterAll(() => desk.close());

/** As it stands in the file: `Response.text()` would swallow the byte order mark. */
const exportOf = async (campaignId: string) => {
  const response = csvResponse("x", EXPORT_COLUMNS, exportRows(campaignId, "Pending"));
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(await response.arrayBuffer());
};
const imported = async (
  campaignId: string,
  csv: string,
  { dryRun = false, idempotencyKey = randomUUID(), actor = ana } = {},
) => {
  const result = await importDecisions(
    actor,
    { id: campaignId, pay: "0.50" },
    { idempotencyKey, csv, dryRun },
    "request",
  );
  if (!result.ok) throw new Error(result.reason);
  return importAnswerSchema.parse(result.answer);
};
const decideOne = (actor: Reviewer, campaignId: string, submissionId: number) =>
  decide(
    actor,
    { idempotencyKey: randomUUID(), items: [{ campaignId, submissionId, verdict: "approve" }] },
    "request",
  );

it("takes a decided export back: dry run first, then once for real", async () => {
  const campaignId = await campaignWithPending(6);
  await db().submission.updateMany({
    where: { campaignId, id: 2n },
    data: { proofText: '=HYPERLINK("http://x")\r\n"quoted", ;and\tmore' },
  });
  await db().proofImage.create({
    data: {
      id: "picture",
      campaignId,
      submissionId: 1n,
      position: 0,
      vendorId: "v",
      url: "https://v.example/1",
    },
  });
  const sheet = await exportOf(campaignId);
  expect(sheet.startsWith(`\uFEFF${EXPORT_COLUMNS.join(",")}\r\n`)).toBe(true);
  expect(sheet).toContain("https://desk.example/api/images/picture?size=full");
  expect(sheet).toContain(`"'=HYPERLINK(""http://x"")`);

  await decideOne(ben, campaignId, 5);
  await db().submission.updateMany({ where: { campaignId, id: 6n }, data: { status: "Rejected" } });
  const words: Record<string, string> = {
    "1": "yes,",
    "2": "No,'=wrong page",
    "3": "reject,",
    "5": "yes,",
    "6": "yes,",
  };
  const decided = sheet.replace(/^(\d+)(,.*?,),\r\n/gms, (row, id: string, rest: string) =>
    words[id] === undefined ? row : `${id}${rest.replace(/,$/, "")},${words[id]}\r\n`,
  );
  const dry = await imported(campaignId, decided, { dryRun: true });
  expect(dry.rows.map(({ submissionId, outcome, code }) => [submissionId, code ?? outcome])).toEqual([
    [1, "approve"],
    [2, "reject"],
    [3, "no_notes"],
    [4, "skip"],
    [5, "already_decided"],
    [6, "decided_on_rapidworkers"],
  ]);
  expect(dry).toMatchObject({ approve: 1, reject: 1, skip: 1, refused: 3, cost: "0.50", batch: null });
  expect(dry.rows[1]).toMatchObject({ worker: "Worker 2", notes: "=wrong page" });
  expect(await db().decision.count({ where: { decidedById: ana.personId } })).toBe(0);
  expect(await db().idempotentRequest.count({ where: { personId: ana.personId } })).toBe(0);

  const idempotencyKey = randomUUID();
  const done = await imported(campaignId, decided, { idempotencyKey });
  expect(done.rows).toEqual(dry.rows);
  expect(done.batch).toMatchObject({ kind: "import", campaignId, asked: 5, refused: 3, states: { HELD: 2 } });
  expect(await imported(campaignId, decided, { idempotencyKey })).toEqual(done);
  const rows = await db().decision.findMany({
    where: { batchId: done.batch?.id ?? "" },
    orderBy: { submissionId: "asc" },
  });
  expect(rows).toMatchObject([
    { submissionId: 1n, verdict: "approve", notes: null, decidedById: ana.personId },
    { submissionId: 2n, verdict: "reject", notes: "=wrong page" },
  ]);
  expect(
    await importDecisions(
      ana,
      { id: campaignId, pay: "0.50" },
      { idempotencyKey, csv: `${decided}\r\n`, dryRun: false },
      "request",
    ),
  ).toEqual({ ok: false, reason: "key_reused" });
  const again = await imported(campaignId, decided);
  expect(again).toMatchObject({ approve: 0, reject: 0, refused: 5, batch: null });
});

it("writes down who took submissions out", async () => {
  const mia = await desk.person<"data.export">("manager", "Mia");
  await recordExport(mia, "a-campaign", "Pending", "request");
  expect(await db().auditEvent.findMany()).toMatchObject([
    {
      action: "campaign.exported",
      actorId: mia.personId,
      subject: "a-campaign",
      data: { status: "Pending" },
      requestId: "request",
    },
  ]);
});

it("tells each of two people who import at the same moment what the other was faster with", async () => {
  const campaignId = await campaignWithPending(300);
  const csv = `id,verdict,notes\n${Array.from({ length: 300 }, (_, n) => `${n + 1},yes,`).join("\n")}`;
  const [one, two] = await Promise.all([
    imported(campaignId, csv),
    imported(campaignId, csv, { actor: ben }),
  ]);
  expect(one.approve + two.approve).toBe(300);
  for (const answer of [one, two]) {
    expect(answer.rows.every(({ code }) => code === null || code === "already_decided")).toBe(true);
    expect(answer.approve).toBe(answer.batch?.states.HELD ?? 0);
  }
});

it("goes through 20,000 rows out and in", async () => {
  const campaignId = await campaignWithPending(20_000);
  const outAt = performance.now();
  const sheet = await exportOf(campaignId);
  const inAt = performance.now();
  const csv = sheet.replace(/,,\r\n/g, ",yes,\r\n").replace("notes,yes,\r\n", "notes\r\n");
  const dry = await imported(campaignId, csv, { dryRun: true });
  const realAt = performance.now();
  const done = await imported(campaignId, csv);
  process.stdout.write(
    `20,000 rows: export ${Math.round(inAt - outAt)} ms, dry run ${Math.round(realAt - inAt)} ms, import ${Math.round(performance.now() - realAt)} ms\n`,
  );
  expect(dry).toMatchObject({ approve: 20_000, refused: 0, cost: "10000.00" });
  expect(done.batch).toMatchObject({ asked: 20_000, refused: 0, states: { HELD: 20_000 } });
  const more = `id,verdict,notes\n${"1,yes,\n".repeat(20_001)}`;
  await expect(imported(campaignId, more)).rejects.toThrow("too_many_rows");
});
