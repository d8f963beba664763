import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { readAnswer } from "@/lib/marketplace/calls";
import { MarketplaceShapeError } from "@/lib/marketplace/errors";
import {
  campaignId,
  referenceAnswers,
  referenceCampaign,
  referencePagination,
  referenceSubmission,
} from "@/lib/marketplace/reference-answers";
import * as answers from "@/lib/marketplace/schema";

const submissions = answers.submissionsAnswer(campaignId);
const campaignWith = (fields: object) =>
  readAnswer("campaign", answers.campaignAnswer, { ...referenceCampaign, ...fields });
const submissionWith = (fields: object) =>
  readAnswer("submissions", submissions, [{ ...referenceSubmission, ...fields }]).results.submissions[0];

describe("lists", () => {
  it.each([
    ["a bare array", [referenceCampaign]],
    ["results", { count: 1, next: null, previous: null, results: [referenceCampaign] }],
    ["results alone", { results: [referenceCampaign] }],
    ["results with an empty next", { next: "", results: [referenceCampaign] }],
  ])("campaigns as %s", (_, body) => {
    const list = readAnswer("campaigns", answers.campaignsAnswer, body);
    expect(list).toMatchObject({ next: null, results: [{ id: campaignId }] });
  });

  it.each([
    ["the reference's", referenceAnswers.submissions, 45, 1],
    [
      "results as a bare array",
      { count: 45, next: null, results: [referenceSubmission] },
      undefined,
      undefined,
    ],
    ["a bare array", [referenceSubmission], undefined, undefined],
    [
      "no pagination",
      { results: { submissions: [referenceSubmission], pagination: null } },
      undefined,
      undefined,
    ],
    [
      "snake_case pagination",
      { results: { submissions: [referenceSubmission], pagination: { total_count: "45", page_count: 1 } } },
      45,
      1,
    ],
  ])("submissions as %s", (_, body, totalCount, pageCount) => {
    const { results } = readAnswer("submissions", submissions, body);
    expect(results.submissions).toMatchObject([{ id: "123" }]);
    expect(results.pagination?.totalCount).toBe(totalCount);
    expect(results.pagination?.pageCount).toBe(pageCount);
  });

  it.each([
    { results: null },
    { results: { submissions: null, pagination: referencePagination } },
    { results: "none" },
    { results: [[]] },
    { results: [null] },
    {},
    null,
  ])("%j is none", (body) => {
    expect(() => readAnswer("submissions", submissions, body)).toThrow(MarketplaceShapeError);
    expect(() => readAnswer("campaigns", answers.campaignsAnswer, body)).toThrow(MarketplaceShapeError);
  });

  it("a row that cannot be read is counted and hides none of the others", () => {
    const bad = { ...referenceSubmission, submissionId: "12a" };
    const body = { results: { submissions: [bad, referenceSubmission, null, referenceSubmission] } };
    const { results } = readAnswer("submissions", submissions, body);
    expect(results.submissions.map(({ id }) => id)).toEqual(["123", "123"]);
    expect(results.unreadable).toBe(2);
    expect(readAnswer("submissions", submissions, []).results.unreadable).toBe(0);
    expect(() => readAnswer("submissions", submissions, [bad, null])).toThrow(
      /results\.submissions\.0\.submissionId/,
    );
  });

  it("names the field and not its content", () => {
    const body = [referenceCampaign, { ...referenceCampaign, jobPay: 2.5, jobTitle: "secret" }];
    expect(() => readAnswer("campaigns", answers.campaignsAnswer, body)).toThrow(
      /results\.1\.jobPay: (?!.*secret)/,
    );
  });
});

describe("spellings", () => {
  it.each([
    ["snake_case alone", { remainingAvailabilities: undefined, remaining_availabilities: 7 }, 7],
    ["snake_case beside null", { remainingAvailabilities: null, remaining_availabilities: 7 }, 7],
    ["camelCase beside null", { remainingAvailabilities: 7, remaining_availabilities: null }, 7],
    ["both alike", { remainingAvailabilities: 7, remaining_availabilities: 7 }, 7],
    ["neither", { remainingAvailabilities: undefined }, null],
  ])("%s", (_, fields, expected) => {
    const body = JSON.parse(JSON.stringify(fields)) as object;
    const { remainingAvailabilities: __, ...rest } = referenceCampaign;
    const campaign = readAnswer("campaign", answers.campaignAnswer, { ...rest, ...body });
    expect(campaign.remainingAvailabilities).toBe(expected);
  });

  it("that disagree are refused", () => {
    expect(() => campaignWith({ job_pay: "3.00" })).toThrow(/jobPay: its two spellings disagree/);
    expect(() => submissionWith({ submission_id: 124 })).toThrow(/submissionId/);
  });
});

describe("fields", () => {
  it("take null wherever it decides nothing", () => {
    const essential = new Set(["submissionId", "userId", "status"]);
    const nulls = Object.keys(referenceSubmission).filter((name) => !essential.has(name));
    const bare = submissionWith(Object.fromEntries(nulls.map((name) => [name, null])));
    expect(bare).toMatchObject({ id: "123", campaignId, images: [], notes: null, workerApprovalRate: null });
    const kept = new Set(["jobId", "jobStatus", "jobPay"]);
    const others = Object.keys(referenceCampaign).filter((name) => !kept.has(name));
    const campaign = campaignWith(Object.fromEntries(others.map((name) => [name, null])));
    expect(campaign).toMatchObject({
      id: campaignId,
      title: "",
      pending: null,
      remainingAvailabilities: null,
    });
    expect(campaign.canceled).toBe(false);
    expect(campaignWith({ canceled: null, jobStatus: "Canceled" }).canceled).toBe(true);
  });

  it.each(["jobId", "jobPay", "jobStatus"])("refuse null for a campaign's %s", (name) => {
    expect(() => campaignWith({ [name]: null })).toThrow(MarketplaceShapeError);
  });

  it.each(["submissionId", "userId", "status"])("refuse null for a submission's %s", (name) => {
    expect(() => submissionWith({ [name]: null })).toThrow(MarketplaceShapeError);
  });

  it.each([
    [12345, "12345"],
    ["12345", "12345"],
    ["abc-def-123", "abc-def-123"],
    [0, "0"],
  ])("read the worker id %j", (userId, expected) => {
    expect(submissionWith({ userId })?.workerId).toBe(expected);
  });

  it.each([2 ** 53, 1.5, -1, "", " a", "a b", "a\u0000", "\ud800", "x".repeat(201), true, [], {}])(
    "refuse the worker id %j",
    (userId) => {
      expect(() => submissionWith({ userId })).toThrow(MarketplaceShapeError);
    },
  );

  it.each(["abc", "007", "9223372036854775808", "-1", "1.0"])(
    "refuse the submission id %j",
    (submissionId) => {
      expect(() => submissionWith({ submissionId })).toThrow(MarketplaceShapeError);
    },
  );

  it.each([
    ["2.5", "2.50"],
    ["0", "0.00"],
    ["0.000001", "0.000001"],
    ["2.5000000000", "2.50"],
  ])("read the pay %j as %j", (jobPay, pay) => {
    expect(campaignWith({ jobPay }).pay).toBe(pay);
  });

  it.each([2.5, 2, "", "$2.50", "2,50", "1e3", "NaN", "-1.00", "0.0000001", "1000000000000.00", [], true])(
    "refuse the pay %j",
    (jobPay) => {
      expect(() => campaignWith({ jobPay })).toThrow(MarketplaceShapeError);
    },
  );

  it("read a negative balance", () => {
    expect(readAnswer("balance", answers.balanceAnswer, { balance: "-3.5" })).toBe("-3.50");
  });

  it.each([
    ["85%", 85],
    [85, 85],
    ["85.5 %", 85.5],
    ["85", 85],
    [0, 0],
    ["100%", 100],
    ["N/A", null],
    ["", null],
    [101, null],
    [-1, null],
    [null, null],
  ])("read the percentage %j as %j", (workerApprovalRate, expected) => {
    expect(submissionWith({ workerApprovalRate })?.workerApprovalRate).toBe(expected);
  });

  it.each([
    ["2025-01-15T10:30:00Z", "2025-01-15T10:30:00.000Z"],
    ["2025-01-15T10:30:00.123456+02:00", "2025-01-15T08:30:00.123Z"],
    ["2025-01-15T10:30:00.5", "2025-01-15T10:30:00.500Z"],
    ["2025-01-15", "2025-01-15T00:00:00.000Z"],
    [null, null],
  ])("read the time %j as %j", (jobCreatedAt, expected) => {
    expect(campaignWith({ jobCreatedAt }).createdAt).toBe(expected);
  });

  it.each(["yesterday", "2025-02-30T00:00:00Z", "2025-13-01", "", 1736937000, "15/01/2025"])(
    "refuse the time %j",
    (jobCreatedAt) => {
      expect(() => campaignWith({ jobCreatedAt })).toThrow(MarketplaceShapeError);
    },
  );

  it.each([
    ["Active", "Active"],
    ["active", "Active"],
    ["CANCELLED", "Canceled"],
    ["Paused", "Unknown"],
  ])("read the status %j as %j and keep the word", (jobStatus, status) => {
    expect(campaignWith({ jobStatus })).toMatchObject({ status, statusText: jobStatus });
  });

  it("never take an unknown word for a decision", () => {
    expect(submissionWith({ status: "Approved?" })).toMatchObject({
      status: "Unknown",
      statusText: "Approved?",
    });
  });

  it.each([1.5, -1, "1.5", "x", 2 ** 31, true])("refuse the counter %j", (pendingSubmissions) => {
    expect(() => campaignWith({ pendingSubmissions })).toThrow(MarketplaceShapeError);
  });

  it("make text storable and keep the rest of it", () => {
    expect(submissionWith({ proof_text: "a\u0000b<b>\ud83d\ude00" })?.proofText).toBe("a\uFFFDb<b>😀");
  });

  it("show an image by whichever address there is", () => {
    const images = [
      { id: 7, url: null, thumbnail_url: "t" },
      { id: null, url: "u", thumbnailUrl: null },
      { id: "x", url: null, thumbnailUrl: null },
    ];
    expect(submissionWith({ images })?.images).toEqual([
      { id: "7", url: "t", thumbnailUrl: "t" },
      { id: null, url: "u", thumbnailUrl: null },
    ]);
  });
});

describe("effects", () => {
  const decision = answers.decisionAnswer({ submissionId: "123", verdict: "Approved" });
  it.each<[string, z.ZodType, unknown]>([
    ["an approval", decision, { success: true, message: null, submission: null }],
    [
      "an approval with a text id",
      decision,
      { success: true, submission: { id: "123", status: "approved" } },
    ],
    ["a bulk", answers.bulkAnswer, { success: true, submissions: null }],
    ["a job", answers.jobAnswer, { success: true, job: { public_id: 5 }, deduction_details: null }],
    ["an order", answers.orderAnswer, { success: true, job_id: campaignId, total_cost: null }],
    ["a block", answers.blockAnswer, { success: true, worker_id: null }],
  ])("%s is taken with the least it needs", (_, schema, body) => {
    expect(schema.safeParse(body).success).toBe(true);
    for (const success of [false, null, "true", 1]) {
      expect(schema.safeParse({ ...Object(body), success }).success).toBe(false);
    }
  });

  it("never take a float for money", () => {
    const submission = { id: 123, status: "Approved", amount_paid: 5.5 };
    expect(decision.safeParse({ success: true, submission }).success).toBe(false);
    expect(answers.orderAnswer.safeParse({ success: true, job_id: "j", total_cost: 2.5 }).success).toBe(
      false,
    );
  });
});
