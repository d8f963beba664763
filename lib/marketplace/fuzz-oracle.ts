import { Decimal } from "decimal.js";
import { expect } from "vitest";
import type { EndpointName } from "@/lib/marketplace/endpoints";
import { campaignId } from "@/lib/marketplace/reference-answers";

/**
 * The fuzz test's second opinion: ids, statuses and money of an accepted body, read by hand and without zod. Each entry pairs what
 * the client says with what the body says.
 */
type Claim = [kind: "id" | "status" | "money", ours: unknown, theirs: unknown];
type Json = Record<string, unknown>;

const field = (from: unknown, camel: string) => {
  const own = Object(from) as Json;
  return own[camel] ?? own[camel.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)] ?? null;
};
const list = (value: unknown, name = "results") =>
  (Array.isArray(value) ? value : (field(value, name) ?? [])) as unknown[];
const pairs = (ours: unknown, theirs: unknown[], claims: (our: Json, their: unknown) => Claim[]) => {
  const all = ours as Json[];
  expect(all).toHaveLength(theirs.length);
  return all.flatMap((our, index) => claims(our, theirs[index]));
};

const campaignClaims = (our: Json, their: unknown): Claim[] => [
  ["id", our.id, field(their, "jobId")],
  ["status", our, field(their, "jobStatus")],
  ["money", our.pay, field(their, "jobPay")],
];
const submissionClaims = (our: Json, their: unknown): Claim[] => [
  ["id", our.id, field(their, "submissionId")],
  ["id", our.workerId, field(their, "userId")],
  ["id", our.campaignId, field(their, "campaignId") ?? campaignId],
  ["status", our, field(their, "status")],
];
const saysTheSame = (our: Json, their: unknown) =>
  String(field(their, "submissionId")) === our.id && String(field(their, "userId")) === our.workerId;
const decisionClaims = (our: Json, body: unknown): Claim[] => [
  ["id", our.submissionId, field(field(body, "submission"), "id") ?? "123"],
  ["money", our.amountPaid, field(field(body, "submission"), "amountPaid")],
];
const blockClaims = (our: Json, body: unknown): Claim[] => [["id", our.workerId, field(body, "workerId")]];

const claims: Record<EndpointName, (value: Json, body: unknown) => Claim[]> = {
  balance: (value, body) => [["money", value, field(body, "balance")]],
  campaign: campaignClaims,
  campaigns: (value, body) => pairs(value.results, list(body), campaignClaims),
  submissions: (value, body) => {
    const { submissions, unreadable } = value.results as { submissions: Json[]; unreadable: number };
    const results = Array.isArray(body) ? body : field(body, "results");
    const theirs = list(results, "submissions");
    expect(submissions.length + unreadable).toBe(theirs.length);
    // Rows that cannot be read are passed over; the others keep their order.
    let from = 0;
    const read = submissions.map((our) => {
      const at = theirs.findIndex((their, index) => index >= from && saysTheSame(our, their));
      from = at + 1;
      return theirs[at];
    });
    return pairs(submissions, read, submissionClaims);
  },
  approve: decisionClaims,
  reject: decisionClaims,
  bulk: (value, body) =>
    pairs(value.submissions, list(field(body, "submissions") ?? []), (our, their) => [
      ["id", our.id, field(their, "id")],
      ["status", our, field(their, "status")],
    ]),
  block: blockClaims,
  unblock: blockClaims,
  blocked: (value, body) => pairs(value.results, list(body), blockClaims),
  order: (value, body) => [
    ["id", value.jobId, field(body, "jobId")],
    ["money", value.totalCost, field(body, "totalCost")],
  ],
  "jobs-add": (value, body) => [
    ["id", value.jobId, field(field(body, "job"), "publicId")],
    ["money", value.payRate, field(field(body, "job"), "payRate")],
    ...(["totalCost", "commission", "totalDeducted", "newBalance"] as const).map(
      (name): Claim => ["money", value[name], field(field(body, "deductionDetails"), name)],
    ),
  ],
};

/** For tests: fails when an id, status or amount of `value` is not what the accepted `body` says. */
export function expectFaithful(name: EndpointName, value: unknown, body: unknown): void {
  for (const [kind, ours, theirs] of claims[name](value as Json, body)) {
    if (ours === null && theirs === null) continue;
    if (kind === "money") {
      expect(typeof theirs).toBe("string");
      expect(new Decimal(String(ours)).eq(String(theirs))).toBe(true);
    } else if (kind === "id") {
      expect(ours).toBe(String(theirs));
    } else {
      const word = String(theirs).trim().replaceAll("\u0000", "\uFFFD");
      const { status, statusText } = ours as Json;
      expect(statusText).toBe(word);
      if (status !== "Unknown") expect(status).toBe(capitalised(word).replace("Cancelled", "Canceled"));
    }
  }
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();
}
