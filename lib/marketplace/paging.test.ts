import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CallOptions } from "@/lib/marketplace/transport";
import { MarketplaceClient } from "@/lib/marketplace/client";
import { campaignId, referenceCampaign, referenceSubmission } from "@/lib/marketplace/reference-answers";
import { failureOf, startTestVendor, type TestVendor } from "@/lib/marketplace/test-vendor";
import type { SubmissionQuery } from "@/lib/marketplace/types";

let vendor: TestVendor;
let client: MarketplaceClient;
beforeAll(async () => {
  vendor = await startTestVendor();
  client = new MarketplaceClient({ origin: vendor.origin, apiKey: "key", timeoutMs: 5000 });
});
afterAll(async () => {
  await Promise.all([client.close(), vendor.close()]);
});

const campaigns = (next: string | null, ...ids: string[]) => ({
  json: { count: 9, next, previous: null, results: ids.map((jobId) => ({ ...referenceCampaign, jobId })) },
});
const rows = (...ids: number[]) => ids.map((submissionId) => ({ ...referenceSubmission, submissionId }));
const urls = () => vendor.seen.map(({ url }) => url);

describe("campaigns", () => {
  it.each([
    ["absolute", () => `${vendor.origin}/api/campaigns/?page=2&x=%20`],
    [
      "with the other scheme",
      () => `${vendor.origin.replace("http:", "https:")}/api/campaigns/?page=2&x=%20`,
    ],
    ["a path", () => "/api/campaigns/?page=2&x=%20"],
    ["a query", () => "?page=2&x=%20"],
  ])("follow a next that is %s, and ask the budget for each page", async (_, next) => {
    vendor.answer(campaigns(next(), "a", "b"), campaigns(null, "b", "c"));
    let asked = 0;
    const options: CallOptions = {
      around: (_, send) => {
        asked += 1;
        return send();
      },
    };
    expect((await client.listCampaigns({}, options)).map(({ id }) => id)).toEqual(["a", "b", "c"]);
    expect(urls()).toEqual(["/api/campaigns/", "/api/campaigns/?page=2&x=%20"]);
    expect(asked).toBe(2);
  });

  it.each([
    "http://127.0.0.1:1/api/campaigns/?page=2",
    "https://evil.example/api/campaigns/?page=2",
    "//evil.example/",
    "javascript:alert(1)",
    "http://[",
  ])("do not follow %s", async (next) => {
    vendor.answer(campaigns(next, "a"));
    expect(await failureOf(client.listCampaigns())).toMatchObject({
      problems: ["next: leads to another host"],
    });
    expect(vendor.seen).toHaveLength(1);
  });

  it("end a circle with an error", async () => {
    vendor.answer(campaigns("?page=2", "a"), campaigns("?page=1", "b"), campaigns("?page=2", "a"));
    expect(await failureOf(client.listCampaigns())).toMatchObject({
      problems: ["next: the pages do not advance"],
    });
    expect(vendor.seen).toHaveLength(3);
  });

  it("end an endless list with an error", async () => {
    let page = 0;
    vendor.answer((response) => {
      page += 1;
      response.end(JSON.stringify(campaigns(`?page=${page + 1}`, `c${page}`).json));
    });
    expect(await failureOf(client.listCampaigns())).toMatchObject({
      problems: ["next: more than 1000 pages"],
    });
    expect(page).toBe(1000);
  });

  it("give no part for the whole when a page fails", async () => {
    vendor.answer(campaigns("?page=2", "a"), { status: 429, json: { error: "slow down" } });
    expect(await failureOf(client.listCampaigns())).toMatchObject({ status: 429 });
  });
});

describe("blocked workers", () => {
  it("follow next as well", async () => {
    const page = (next: string | null, worker_id: number) => ({ json: { next, results: [{ worker_id }] } });
    vendor.answer(page("?page=2", 1), page(null, 2));
    expect((await client.listBlockedWorkers()).map(({ workerId }) => workerId)).toEqual(["1", "2"]);
  });
});

describe("submissions", () => {
  async function pages(query: SubmissionQuery) {
    const ids: string[][] = [];
    for await (const page of client.submissionPages(campaignId, query))
      ids.push(page.submissions.map(({ id }) => id));
    return ids;
  }
  const base = `/api/campaigns/${campaignId}/submissions/`;
  const numbered = (currentPage: number, pageCount: number, ...ids: number[]) => ({
    json: {
      count: 5,
      next: null,
      results: {
        submissions: rows(...ids),
        pagination: { totalCount: 5, pageCount, currentPage, rowsPerPage: 2 },
      },
    },
  });

  it("go on by page number while pagination tells of more", async () => {
    vendor.answer(numbered(1, 3, 1, 2), numbered(2, 3, 3, 4), numbered(3, 3, 5));
    expect(await pages({ rowsPerPage: 2, status: "Pending" })).toEqual([["1", "2"], ["3", "4"], ["5"]]);
    expect(urls()).toEqual([1, 2, 3].map((page) => `${base}?status=Pending&page=${page}&rowsPerPage=2`));
  });

  it("go on by next where there is one", async () => {
    vendor.answer(
      { json: { next: "?cursor=x", results: rows(1) } },
      { json: { next: null, results: rows(2) } },
    );
    expect(await pages({ rowsPerPage: 2 })).toEqual([["1"], ["2"]]);
    expect(urls()[1]).toBe(`${base}?cursor=x`);
  });

  it("go on by the count where nothing else is told", async () => {
    vendor.answer({ json: { count: 3, results: rows(1, 2) } }, { json: { count: 3, results: rows(3) } });
    expect(await pages({ rowsPerPage: 2 })).toEqual([["1", "2"], ["3"]]);
  });

  it("go on after a full bare array, and not after one that is not full", async () => {
    vendor.answer({ json: rows(1, 2) }, { json: rows(3) });
    expect(await pages({ rowsPerPage: 2 })).toEqual([["1", "2"], ["3"]]);
    expect(vendor.seen).toHaveLength(2);
  });

  it("start where asked, and take an empty campaign", async () => {
    vendor.answer(numbered(3, 3, 5));
    expect(await pages({ page: 3, rowsPerPage: 2 })).toEqual([["5"]]);
    vendor.answer(numbered(1, 0));
    expect(await pages({})).toEqual([[]]);
  });

  it.each([
    ["repeats its first page", [numbered(1, 3, 1, 2), numbered(1, 3, 1, 2)]],
    ["promises more behind an empty page", [numbered(1, 3, 1, 2), numbered(2, 3)]],
  ])("end with an error when the vendor %s", async (_, replies) => {
    vendor.answer(...replies);
    expect(await failureOf(pages({ rowsPerPage: 2 }))).toMatchObject({
      problems: ["next: the pages do not advance"],
    });
  });

  it("read no page ahead of the one that is wanted", async () => {
    vendor.answer(numbered(1, 3, 1, 2));
    for await (const page of client.submissionPages(campaignId)) {
      expect(page).toMatchObject({ totalCount: 5, hasMore: true });
      break;
    }
    expect(vendor.seen).toHaveLength(1);
  });
});
