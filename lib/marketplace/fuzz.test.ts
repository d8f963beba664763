import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { z } from "zod";
import { jsonOf } from "@/lib/marketplace/answer";
import { readAnswer } from "@/lib/marketplace/calls";
import { MarketplaceClient } from "@/lib/marketplace/client";
import type { EndpointName } from "@/lib/marketplace/endpoints";
import { MarketplaceError } from "@/lib/marketplace/errors";
import { mangledBody, manglings } from "@/lib/marketplace/fuzz-bodies";
import { expectFaithful } from "@/lib/marketplace/fuzz-oracle";
import { campaignId } from "@/lib/marketplace/reference-answers";
import * as answers from "@/lib/marketplace/schema";
import { startTestVendor, type TestVendor } from "@/lib/marketplace/test-vendor";

const schemas: Record<EndpointName, z.ZodType> = {
  "jobs-add": answers.jobAnswer,
  balance: answers.balanceAnswer,
  approve: answers.decisionAnswer({ submissionId: "123", verdict: "Approved" }),
  reject: answers.decisionAnswer({ submissionId: "123", verdict: "Rejected" }),
  bulk: answers.bulkAnswer,
  campaigns: answers.campaignsAnswer,
  campaign: answers.campaignAnswer,
  submissions: answers.submissionsAnswer(campaignId),
  block: answers.blockAnswer,
  unblock: answers.blockAnswer,
  blocked: answers.blockedAnswer,
  order: answers.orderAnswer,
};

let vendor: TestVendor;
let client: MarketplaceClient;
beforeAll(async () => {
  vendor = await startTestVendor();
  client = new MarketplaceClient({ origin: vendor.origin, apiKey: "key", timeoutMs: 5000 });
});
afterAll(async () => {
  await Promise.all([client.close(), vendor.close()]);
});

it("12,000 mangled bodies give a typed error or what the body says", async () => {
  const tally = { accepted: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(manglings, async (change) => {
      const { name } = change;
      const body = mangledBody(change);
      let value: unknown;
      try {
        const received = { status: 200, headers: {}, body, failure: null };
        value = readAnswer(name, schemas[name], await jsonOf(name, received, body.length));
      } catch (error) {
        expect(error).toBeInstanceOf(MarketplaceError);
        tally.refused += 1;
        return;
      }
      tally.accepted += 1;
      expectFaithful(name, value, JSON.parse(new TextDecoder().decode(body)));
    }),
    { numRuns: 12_000 },
  );
  // Both ways must have been walked, or the test shows nothing.
  expect(tally.accepted).toBeGreaterThan(2000);
  expect(tally.refused).toBeGreaterThan(2000);
});

it("500 of them over HTTP, whatever the status", async () => {
  await fc.assert(
    fc.asyncProperty(
      manglings,
      fc.constantFrom(200, 201, 204, 302, 400, 404, 429, 500),
      async (change, status) => {
        const body = mangledBody({ ...change, name: "campaign" });
        vendor.answer({ status, body });
        try {
          const value = await client.getCampaign(campaignId);
          expect(status).toBeLessThan(300);
          expectFaithful("campaign", value, JSON.parse(new TextDecoder().decode(body)));
        } catch (error) {
          if (!(error instanceof MarketplaceError)) throw error;
        }
      },
    ),
    { numRuns: 500 },
  );
});
