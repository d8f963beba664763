import type { EndpointName } from "@/lib/marketplace/endpoints";

/**
 * What a refusal says beyond its status. The vendor gives one status several meanings (rapidworkers-api, contradiction
 * 4), so only its words can tell them apart, and their exact wording is undocumented.
 */
export type Meaning =
  | "already_processed"
  | "insufficient_funds"
  | "missing_reason"
  | "nothing_pending"
  | "missing_worker"
  | "self_block"
  | "already_blocked"
  | "not_blocked"
  | "insufficient_balance"
  | "invalid_data"
  | "below_minimum"
  | "legitimacy"
  | "unknown";

type Rule = readonly [meaning: Exclude<Meaning, "unknown">, says: (message: string) => boolean];

const both = (one: RegExp, other: RegExp) => (message: string) => one.test(message) && other.test(message);
const says = (words: RegExp) => (message: string) => words.test(message);

const verdict = "(?:processed|approved|rejected|reviewed|decided|handled|paid)";
const decided = says(
  new RegExp(
    `(?<!\\b(?:not|never) )\\balready (?:been |was )?${verdict}\\b|\\b(?:previously|has been|have been|was) ${verdict}\\b` +
      "|\\b(?:no longer|not) (?:in )?pending\\b",
  ),
);
// "low" and "exceeds" alone say nothing: they count beside a word for money.
const shortOfMoney = both(
  /\b(?:insufficient|inadequate|not sufficient|not (?:have )?enough|too low|lacks?|exceeds?|top up|add (?:more )?funds)\b/,
  /\b(?:funds?|balance|credits?|money)\b/,
);
const demanded =
  /\b(?:required|missing|must|provide|needed|empty|blank|specify|not (?:be null|given|provided))\b/;
const invalid = says(
  /\binvalid (?:data|input|request|fields?|values?|category|link|url|country|countries)\b|\bvalidation\b|\bfield is required\b|\bnot valid\b/,
);

const belowMinimum = both(
  /\b(?:minimum|min|at least|below|less than|fewer than|greater than or equal to|too (?:small|low|few))\b/,
  /\b(?:quantity|jobs)\b/,
);
const belowSix = says(
  /\b(?:at least|greater than or equal to|minimum (?:is|of|value is)) (?:6|six)\b(?![.,]\d)/,
);

const approveRules: readonly Rule[] = [
  ["already_processed", decided],
  ["insufficient_funds", shortOfMoney],
];
const jobRules: readonly Rule[] = [
  ["insufficient_balance", shortOfMoney],
  ["invalid_data", invalid],
];

/** What each endpoint's refusals can mean by the reference, under the status that it gives them. */
const rules: Partial<Record<`${EndpointName} ${number}`, readonly Rule[]>> = {
  "approve 400": approveRules,
  "reject 400": [
    ["already_processed", decided],
    ["missing_reason", both(/\b(?:reason|notes?|comment|feedback)\b/, demanded)],
  ],
  "bulk 400": approveRules,
  "bulk 404": [
    ["nothing_pending", says(/\b(?:no|not any|zero|0)\b.{0,20}\bpending\b|\bnothing (?:is )?pending\b/)],
  ],
  "block 400": [
    ["missing_worker", both(/\bworker[ _]?id\b|\bworker\b/, demanded)],
    ["self_block", says(/\b(?:yourself|self|own account)\b/)],
    ["already_blocked", says(/(?<!\bnot )\balready (?:been )?(?:blocked|on (?:the|your) block ?list)\b/)],
  ],
  "unblock 400": [
    ["missing_worker", both(/\bworker[ _]?id\b|\bworker\b/, demanded)],
    [
      "not_blocked",
      says(/\b(?:not|never) (?:currently |been |already )?(?:blocked|on (?:the|your) block ?list)\b/),
    ],
  ],
  "jobs-add 400": jobRules,
  "jobs-add 403": [["legitimacy", says(/\blegit(?:imate|imacy)?\b|\billegitimate\b/)]],
  "order 400": [...jobRules, ["below_minimum", (message) => belowMinimum(message) || belowSix(message)]],
};

/**
 * What the vendor's words to a refused request mean. `unknown` when they say none of the things that this endpoint and
 * status can mean, or more than one: then nothing is known, and the caller reads back instead of guessing.
 */
export function meaningOf(endpoint: EndpointName, status: number, message: string): Meaning {
  const plain = message
    .normalize("NFKC")
    .toLowerCase()
    .replace(/n['’]t\b/g, " not")
    .replace(/\s+/g, " ");
  const said = (rules[`${endpoint} ${status}`] ?? []).filter(([, fits]) => fits(plain));
  return said.length === 1 ? (said[0]?.[0] ?? "unknown") : "unknown";
}
