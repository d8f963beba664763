import { expect, test } from "vitest";
import { openSandbox } from "@/sandbox/open-sandbox";

const unknownCampaign = "00000000-0000-4000-8000-000000000000";

test("approve pays the worker once, with the documented shape", async () => {
  const sandbox = await openSandbox();
  const { path, submissionIds } = await sandbox.campaign({ pay: "2.50", pending: 1, total: 5 });
  const approved = await sandbox.post(`${path}${submissionIds[0]}/approve/`, { notes: "fine" });
  expect(approved.status).toBe(200);
  expect(approved.body).toEqual({
    success: true,
    message: "Submission approved successfully",
    submission: { id: submissionIds[0], user: expect.any(String), status: "Approved", amount_paid: "2.50" },
  });
  const again = await sandbox.post(`${path}${submissionIds[0]}/approve/`);
  expect(again).toMatchObject({ status: 400, body: { error: "Submission already processed" } });
  expect(await sandbox.balance()).toBe("997.50");
});

test("money is exact over many small amounts", async () => {
  const sandbox = await openSandbox({ balance: "0.30" });
  const { path, submissionIds } = await sandbox.campaign({ pay: "0.10", pending: 4, total: 9 });
  const answers = [];
  for (const id of submissionIds) answers.push(await sandbox.post(`${path}${id}/approve/`));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 400]);
  expect(answers[3]?.body.error).toBe("Insufficient funds");
  expect(await sandbox.balance()).toBe("0.00");
});

test("the vague wording tells the two 400s of approve apart by nothing", async () => {
  const sandbox = await openSandbox({ balance: "0.00", settings: { contradictions: { wording: "vague" } } });
  const { path, submissionIds } = await sandbox.campaign({ pending: 1, approved: 1, total: 9 });
  const [processed, short] = await Promise.all(
    submissionIds.map((id) => sandbox.post(`${path}${id}/approve/`)),
  );
  expect(processed?.body).toEqual(short?.body);
});

test("reject needs notes and pays nothing", async () => {
  const sandbox = await openSandbox();
  const { path, submissionIds } = await sandbox.campaign({ pending: 1, total: 5 });
  const url = `${path}${submissionIds[0]}/reject/`;
  for (const body of [{}, { notes: "" }, { notes: "  " }]) {
    expect(await sandbox.post(url, body)).toMatchObject({ status: 400, body: { error: expect.any(String) } });
  }
  const rejected = await sandbox.post(url, { notes: "blurred" });
  expect(rejected).toMatchObject({
    status: 200,
    body: {
      success: true,
      message: "Submission rejected",
      submission: { status: "Rejected", notes: "blurred" },
    },
  });
  expect(await sandbox.balance()).toBe("1000.00");
});

test("an opposite reject overwrites or is refused, as switched", async () => {
  const sandbox = await openSandbox();
  const { path, submissionIds } = await sandbox.campaign({ pending: 2, total: 5, pay: "1.00" });
  const [first, second] = submissionIds;
  await sandbox.post(`${path}${first}/approve/`);
  await sandbox.post(`${path}${second}/approve/`);
  expect((await sandbox.post(`${path}${first}/reject/`, { notes: "late" })).status).toBe(200);
  await sandbox.control("PUT", "settings", { rejectGuard: "400" });
  expect((await sandbox.post(`${path}${second}/reject/`, { notes: "late" })).status).toBe(400);
  const { body } = await sandbox.control("GET", "record");
  expect(body.effects.at(-1)).toMatchObject({ kind: "reject", submissionId: first, was: "Approved" });
  expect(await sandbox.balance()).toBe("998.00");
});

test("unknown things are 404, another employer's 403, for all three decisions", async () => {
  const sandbox = await openSandbox();
  const mine = await sandbox.campaign({ pending: 1 });
  const foreign = await sandbox.campaign({ pending: 1, mine: false });
  const notes = { notes: "no" };
  for (const verb of ["approve", "reject"]) {
    expect((await sandbox.post(`${mine.path}1/${verb}/`, notes)).status).toBe(404);
    expect(
      (await sandbox.post(`/api/campaigns/${unknownCampaign}/submissions/1/${verb}/`, notes)).status,
    ).toBe(404);
    expect((await sandbox.post(`${foreign.path}${foreign.submissionIds[0]}/${verb}/`, notes)).status).toBe(
      403,
    );
  }
  expect((await sandbox.post(`${foreign.path}bulk_action/`)).status).toBe(403);
});

test("bulk approves exactly what is pending and records the ids", async () => {
  const sandbox = await openSandbox();
  const { path, submissionIds } = await sandbox.campaign({
    pending: 30,
    approved: 2,
    rejected: 1,
    pay: "0.35",
    total: 40,
  });
  const pending = submissionIds.slice(3);
  const bulk = await sandbox.post(`${path}bulk_action/`, { notes: "all fine" });
  expect(bulk.status).toBe(200);
  expect(bulk.body.submissions.map(({ id }: { id: number }) => id)).toEqual(pending);
  expect(bulk.body.submissions[0]).toEqual({ id: pending[0], status: "Approved", user: expect.any(String) });
  expect(await sandbox.balance()).toBe("989.50");
  const { body } = await sandbox.control("GET", "record");
  expect(body.effects.at(-1)).toMatchObject({ kind: "bulk", submissionIds: pending, paid: "10.50" });
  expect((await sandbox.post(`${path}bulk_action/`)).status).toBe(404);
});

test("a bulk that the balance cannot pay approves none, or as many as it can", async () => {
  const sandbox = await openSandbox({ balance: "2.00" });
  const { path } = await sandbox.campaign({ pending: 3, pay: "1.00", total: 9 });
  expect(await sandbox.post(`${path}bulk_action/`)).toMatchObject({
    status: 400,
    body: { error: "Insufficient funds" },
  });
  expect(await sandbox.balance()).toBe("2.00");
  await sandbox.control("PUT", "settings", { bulkShortOfFunds: "partial" });
  expect((await sandbox.post(`${path}bulk_action/`)).body.submissions).toHaveLength(2);
  expect(await sandbox.balance()).toBe("0.00");
});

test("a full approve_once_full campaign pays everybody and completes", async () => {
  const sandbox = await openSandbox();
  const { id } = await sandbox.campaign({ pending: 4, total: 6, pay: "1.00", approveOnceFull: true });
  await sandbox.control("POST", "arrivals", { campaignId: id, count: 1 });
  expect(await sandbox.balance()).toBe("1000.00");
  const { body } = await sandbox.control("POST", "arrivals", { campaignId: id, count: 5 });
  expect(body.submissionIds).toHaveLength(1);
  expect(await sandbox.balance()).toBe("994.00");
  const detail = await sandbox.get(`/api/campaigns/detail/${id}/`);
  expect(detail.body).toMatchObject({
    jobStatus: "Completed",
    approvedSubmissions: 6,
    remainingAvailabilities: 0,
  });
});
