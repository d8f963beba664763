import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { MarketplaceClient } from "@/lib/marketplace/client";
import { endpoints } from "@/lib/marketplace/endpoints";
import { MarketplaceShapeError, MarketplaceStatusError } from "@/lib/marketplace/errors";
import { campaignId, referenceAnswers, respelled } from "@/lib/marketplace/reference-answers";
import { referenceCalls } from "@/lib/marketplace/reference-calls";
import { failureOf, startTestVendor, type TestVendor } from "@/lib/marketplace/test-vendor";
import type { CallOptions } from "@/lib/marketplace/transport";

const apiKey = "rw_live_0123456789abcdef";

let vendor: TestVendor;
let elsewhere: TestVendor;
let client: MarketplaceClient;

beforeAll(async () => {
  [vendor, elsewhere] = await Promise.all([startTestVendor(), startTestVendor()]);
  client = new MarketplaceClient({ origin: vendor.origin, apiKey, timeoutMs: 5000 });
});
afterAll(async () => {
  await Promise.all([client.close(), vendor.close(), elsewhere.close()]);
});
afterEach(() => expect(elsewhere.seen).toEqual([]));

it("has all 21 calls", () => {
  expect(referenceCalls).toHaveLength(21);
  expect(new Set(referenceCalls.map(({ endpoint }) => endpoint))).toEqual(new Set(Object.keys(endpoints)));
});

describe.each(referenceCalls)("$name", ({ endpoint, run, url, sent, success, answer, result, statuses }) => {
  it("sends what the reference asks for and reads its example", async () => {
    vendor.answer({ status: success, json: answer });
    expect(await run(client)).toEqual(result);
    expect(vendor.seen).toHaveLength(1);
    const [request] = vendor.seen;
    expect(request).toMatchObject({ method: endpoints[endpoint].method, url });
    expect(request?.headers).toMatchObject({ "x-api-key": apiKey, accept: "application/json" });
    if (sent !== null) {
      expect(request?.headers["content-type"]).toBe("application/json");
      expect(JSON.parse(String(request?.body))).toEqual(sent);
    } else if (endpoint !== "jobs-add") {
      expect(request?.body).toHaveLength(0);
    }
  });

  it.each(["snake", "camel"] as const)("reads it in %s case, with unknown fields", async (spelling) => {
    vendor.answer({ status: success, json: withUnknownFields(respelled(answer, spelling)) });
    expect(await run(client)).toEqual(result);
  });

  it.each([...new Set([...statuses, 400, 401, 403, 404, 409, 429, 500, 502, 503])])(
    "tells a %i with the vendor's words",
    async (status) => {
      vendor.answer({ status, json: { error: `No, ${status}.` }, headers: { "retry-after": "17" } });
      const error = await failureOf(run(client));
      expect(error).toBeInstanceOf(MarketplaceStatusError);
      expect(error).toMatchObject({
        endpoint,
        status,
        vendorMessage: `No, ${status}.`,
        retryAfterSeconds: 17,
      });
      expect(vendor.seen).toHaveLength(1);
    },
  );

  it.each([301, 302, 303, 307, 308])("follows no %i, and never takes the key elsewhere", async (status) => {
    vendor.answer({ status, headers: { location: `${elsewhere.origin}/steal` }, body: "" });
    expect(await failureOf(run(client))).toMatchObject({ name: "MarketplaceStatusError", status });
    expect(vendor.seen).toHaveLength(1);
  });

  it.each([
    ["an empty body", ""],
    ["null", "null"],
    ["a number", "1"],
    ["a text", '"ok"'],
    ["an empty object", "{}"],
    ["an error in a 2xx", '{"error":"no"}'],
    ["HTML", "<html><body>It works!</body></html>"],
    ["half of it", JSON.stringify(answer).slice(0, -7)],
    ["two of it", JSON.stringify(answer).repeat(2)],
    [
      "a failure in a 2xx",
      JSON.stringify({ ...Object(answer), success: false, results: null, jobId: 0, balance: 1 }),
    ],
    ["bytes that are not UTF-8", Buffer.from([0x7b, 0xff, 0xfe, 0x7d])],
  ])("calls %s a shape error", async (_, body) => {
    vendor.answer({ status: success, body });
    const error = await failureOf(run(client));
    expect(error).toBeInstanceOf(MarketplaceShapeError);
    expect(error).toMatchObject({ endpoint });
    expect((error as MarketplaceShapeError).problems.length).toBeGreaterThan(0);
    expect(vendor.seen).toHaveLength(1);
  });

  it("puts what the caller wants around the request", async () => {
    const heard: unknown[] = [];
    const options: CallOptions = {
      around: async (name, send) => {
        heard.push(["before", name, vendor.seen.length]);
        try {
          const answered = await send();
          heard.push(["after", answered.status, vendor.seen.length]);
          return answered;
        } catch (error) {
          heard.push(["failed", (error as MarketplaceStatusError).status, vendor.seen.length]);
          throw error;
        }
      },
    };
    vendor.answer({ status: success, json: answer });
    await run(client, options);
    expect(heard).toEqual([
      ["before", endpoint, 0],
      ["after", success, 1],
    ]);
    vendor.answer({ status: 404, json: { error: "no" } });
    await failureOf(run(client, options));
    expect(heard.at(-1)).toEqual(["failed", 404, 1]);
  });

  it("sends nothing when the budget refuses", async () => {
    vendor.answer({ status: success, json: answer });
    const refusal = new Error("no budget left");
    expect(await failureOf(run(client, { around: () => Promise.reject(refusal) }))).toBe(refusal);
    expect(vendor.seen).toEqual([]);
  });
});

describe("an answer about something else", () => {
  it.each<[string, unknown, (client: MarketplaceClient) => Promise<unknown>]>([
    [
      "another submission",
      { ...referenceAnswers.approve, submission: { id: 124, status: "Approved" } },
      (client) => client.approveSubmission(campaignId, "123"),
    ],
    ["the other verdict", referenceAnswers.reject, (client) => client.approveSubmission(campaignId, "123")],
    [
      "another campaign",
      { ...referenceAnswers.campaign, jobId: "223e4567-e89b-12d3-a456-426614174000" },
      (client) => client.getCampaign(campaignId),
    ],
  ])("%s is a shape error", async (_, json, run) => {
    vendor.answer({ json });
    expect(await failureOf(run(client))).toBeInstanceOf(MarketplaceShapeError);
  });
});

describe("ids in addresses", () => {
  it("are encoded", async () => {
    vendor.answer({ status: 404, json: { error: "no" } });
    await failureOf(client.getCampaign("a/../b?c#d e"));
    expect(vendor.seen[0]?.url).toBe("/api/campaigns/detail/a%2F..%2Fb%3Fc%23d%20e/");
  });

  it.each(["", ".", "..", "\ud800"])("%j is not sent", async (id) => {
    vendor.answer({ json: referenceAnswers.approve });
    expect(await failureOf(client.approveSubmission(campaignId, id))).toMatchObject({
      name: "MarketplaceTransportError",
      reason: "unsendable",
      sent: "no",
    });
    expect(vendor.seen).toEqual([]);
  });
});

function withUnknownFields(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withUnknownFields);
  if (typeof value !== "object" || value === null) return value;
  const known = Object.entries(value).map(([name, item]) => [name, withUnknownFields(item)]);
  return { ...Object.fromEntries(known), new_field: { a: [1] }, newField: null, constructor: 1, _: "" };
}
