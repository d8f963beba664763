import { expect, test } from "vitest";
import { openSandbox } from "@/sandbox/open-sandbox";

test("the list is a bare array of the reference's shape, filtered by status", async () => {
  const sandbox = await openSandbox();
  const { id } = await sandbox.campaign({ pay: "2.50", total: 100, pending: 12, approved: 40, rejected: 5 });
  const all = await sandbox.get("/api/campaigns/");
  expect(all.status).toBe(200);
  expect(all.body.find(({ jobId }: { jobId: string }) => jobId === id)).toEqual({
    jobId: id,
    jobTitle: "Custom campaign",
    jobCategory: "Other",
    jobPay: "2.50",
    jobLocation: "In",
    jobCreatedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    jobStatus: "Active",
    jobInstancesCompleted: 45,
    jobTotalAvailabilities: 100,
    jobSuccessRate: "40%",
    description: "",
    canceled: false,
    remainingAvailabilities: 55,
    pendingSubmissions: 12,
    approvedSubmissions: 40,
    rejectedSubmissions: 5,
  });
  for (const status of ["Active", "Pending", "Completed", "Canceled"]) {
    const { body } = await sandbox.get(`/api/campaigns/?status=${status}`);
    expect(body.length).toBeGreaterThan(0);
    expect(new Set(body.map(({ jobStatus }: { jobStatus: string }) => jobStatus))).toEqual(new Set([status]));
  }
  expect((await sandbox.get("/api/campaigns/?status=Odd")).status).toBe(400);
});

test("paged, every campaign is reached once through next", async () => {
  const sandbox = await openSandbox({
    settings: { contradictions: { campaignList: "paged", campaignsPageSize: 3 } },
  });
  const ids: string[] = [];
  let next: string | null = "/api/campaigns/?language=en";
  while (next !== null) {
    const { body } = await sandbox.get(next);
    expect(body.count).toBe(8);
    ids.push(...body.results.map(({ jobId }: { jobId: string }) => jobId));
    if (body.next !== null) expect(body.next).toContain("language=en");
    next = body.next === null ? null : body.next.slice(sandbox.address.length);
  }
  expect(new Set(ids).size).toBe(8);
  expect(ids).toHaveLength(8);
});

test("snake_case, nulls and unknown fields can be switched on", async () => {
  const sandbox = await openSandbox({
    settings: { contradictions: { spelling: "snake", nulls: 1, extraFields: true, jobLocation: "names" } },
  });
  const { id, path } = await sandbox.campaign({ pending: 1, total: 3 });
  const { body } = await sandbox.get(`/api/campaigns/detail/${id}/`);
  expect(body).toMatchObject({ job_id: id, remaining_availabilities: 3, job_location: null });
  expect(body).toHaveProperty("internal_flags");
  const list = await sandbox.get(path);
  expect(list.body.results.submissions[0]).toMatchObject({
    worker_account_age_days: null,
    proof_text: null,
    status: "Pending",
  });
  expect(list.body.results.pagination).toMatchObject({ total_count: 1, rows_per_page: 1000 });
});

test("detail: 403 of another employer, who is not listed either; 404 unknown", async () => {
  const sandbox = await openSandbox();
  const { id } = await sandbox.campaign({ mine: false });
  expect((await sandbox.get(`/api/campaigns/detail/${id}/`)).status).toBe(403);
  expect((await sandbox.get("/api/campaigns/detail/00000000-0000-4000-8000-000000000000/")).status).toBe(404);
  expect(JSON.stringify((await sandbox.get("/api/campaigns/")).body)).not.toContain(id);
});

test("submissions: shape, filters, paging and next", async () => {
  const sandbox = await openSandbox();
  const { id, path } = await sandbox.campaign({ pending: 5, approved: 2, rejected: 1, total: 20 });
  const all = await sandbox.get(path);
  expect(all.body).toMatchObject({ count: 8, next: null, previous: null });
  const first = all.body.results.submissions[0];
  expect(first).toMatchObject({
    submissionId: expect.any(Number),
    userId: expect.stringMatching(/^\d+$/),
    campaignId: id,
    status: "Pending",
    workerApprovalRate: expect.stringMatching(/^\d+%$/),
  });
  expect(first.images[0]).toEqual({
    id: expect.stringMatching(/^img_/),
    url: expect.stringContaining(`${sandbox.address}/images/`),
    thumbnailUrl: expect.stringContaining("/thumb.jpg"),
  });
  const page = await sandbox.get(`${path}?status=Pending&rowsPerPage=2&page=2`);
  expect(page.body.results.pagination).toEqual({
    totalCount: 5,
    pageCount: 3,
    currentPage: 2,
    rowsPerPage: 2,
  });
  expect(page.body.next).toBe(`${sandbox.address}${path}?status=Pending&rowsPerPage=2&page=3`);
  const found = await sandbox.get(
    `${path}?search=${encodeURIComponent(first.userName.slice(0, 4).toUpperCase())}`,
  );
  expect(JSON.stringify(found.body)).toContain(String(first.submissionId));
  expect((await sandbox.get(`${path}?search=nobody-is-called-this`)).body.count).toBe(0);
  expect((await sandbox.get(`${path}?page=x`)).status).toBe(400);
  expect((await sandbox.get(`${path}?status=Odd`)).status).toBe(400);
});
