import { Decimal } from "decimal.js";
import { z } from "zod";
import { makeWorld } from "@/sandbox/make-world";
import { arrive } from "@/sandbox/market/arrive";
import { approve, reject, settle } from "@/sandbox/market/decide";
import { type Reply, refusal } from "@/sandbox/reply";
import { customCampaign, customCampaignFields } from "@/sandbox/seed/custom-campaign";
import { changeSettings, type SettingsChange } from "@/sandbox/settings";
import { campaignTruth, stateOf, submissionTruth } from "@/sandbox/truth";
import { scenarios, type World } from "@/sandbox/world";

type ControlInput = { params: string[]; query: URLSearchParams; input: unknown };
type ControlCall = { method: string; pattern: RegExp; act: (world: World, call: ControlInput) => Reply };

const amount = z.string().regex(/^\d{1,9}(\.\d{1,2})?$/, "an amount such as 1000.00");
const resetFields = z.strictObject({
  seed: z.string().min(1).optional(),
  scenario: z.enum(scenarios).optional(),
  balance: amount.optional(),
  settings: z.record(z.string(), z.unknown()).optional(),
});
const arrivalFields = z.strictObject({ campaignId: z.string(), count: z.int().positive().max(100_000) });
const outsideFields = z.strictObject({
  campaignId: z.string(),
  submissionId: z.int(),
  verdict: z.enum(["approve", "reject"]),
  notes: z.string().nullable().default(null),
});
const statusFields = z.strictObject({ status: z.enum(["Active", "Pending", "Completed", "Canceled"]) });

const campaignPath = "/__sandbox/campaigns/([0-9a-f-]{36})";

/** Every control call; README.md describes them. They may throw z.ZodError, which the caller turns into a 400. */
export const controlCalls: ControlCall[] = [
  call("GET", "/__sandbox/state", (world) => ok(stateOf(world))),
  call("GET", "/__sandbox/record", ({ journal }, { query }) =>
    ok({ last: journal.effects.length, effects: journal.effectsSince(sinceOf(query)) }),
  ),
  call("GET", "/__sandbox/requests", ({ journal }, { query }) =>
    ok({ last: journal.requestsTotal, requests: journal.requestsSince(sinceOf(query)) }),
  ),
  call("PUT", "/__sandbox/settings", putSettings),
  call("POST", "/__sandbox/reset", reset),
  call("POST", "/__sandbox/arrivals", postArrivals),
  call("POST", "/__sandbox/outside", decideOutside),
  call("POST", "/__sandbox/balance", setBalance),
  call("GET", "/__sandbox/campaigns", ({ market }) => ok([...market.campaigns.values()].map(campaignTruth))),
  call("POST", "/__sandbox/campaigns", (world, { input }) => {
    const campaign = customCampaign(world, customCampaignFields.parse(input));
    return {
      status: 201,
      body: { ...campaignTruth(campaign), submissionIds: [...campaign.submissions.keys()] },
    };
  }),
  call("PATCH", campaignPath, setCampaignStatus),
  call("GET", `${campaignPath}/submissions/(\\d+)`, showSubmission),
];

function call(method: string, path: string, act: ControlCall["act"]): ControlCall {
  return { method, pattern: new RegExp(`^${path}$`), act };
}

function ok(body: unknown): Reply {
  return { status: 200, body };
}

function sinceOf(query: URLSearchParams): number {
  return z.coerce
    .number()
    .int()
    .nonnegative()
    .parse(query.get("since") ?? 0);
}

function putSettings(world: World, { input }: ControlInput): Reply {
  const { faults } = world.settings;
  world.settings = changeSettings(world.settings, input);
  // Rules that were not replaced stay the same objects: how often each has struck is kept by object.
  if (typeof input !== "object" || input === null || !("faults" in input)) world.settings.faults = faults;
  return ok(world.settings);
}

/** Back to the start. Keeps seed, scenario and key unless told; settings go back to their defaults. */
function reset(world: World, { input }: ControlInput): Reply {
  const { settings, ...fields } = resetFields.parse(input);
  const kept = { seed: world.seed, scenario: world.scenario, key: world.key };
  // changeSettings checks what came in: whatever it is, it is either settings or a ZodError.
  Object.assign(world, makeWorld({ ...kept, ...fields, settings: settings as SettingsChange | undefined }));
  return ok(stateOf(world));
}

function postArrivals(world: World, { input }: ControlInput): Reply {
  const { campaignId, count } = arrivalFields.parse(input);
  const campaign = world.market.campaigns.get(campaignId);
  if (!campaign) return refusal(404, "No such campaign");
  return ok({ submissionIds: arrive(world, campaign, count).map(({ id }) => id) });
}

/** Somebody decides on the vendor's own site. 409 with the reason where the market refuses it. */
function decideOutside(world: World, { input }: ControlInput): Reply {
  const { campaignId, submissionId, verdict, notes } = outsideFields.parse(input);
  const campaign = world.market.campaigns.get(campaignId);
  const submission = campaign?.submissions.get(submissionId);
  if (!campaign || !submission) return refusal(404, "No such submission");
  const decide = verdict === "approve" ? approve : reject;
  const outcome = decide(world, campaign, submission, notes, { request: null, via: "outside" });
  return outcome.ok ? ok(submissionTruth(campaign, submission)) : refusal(409, outcome.reason);
}

function setBalance(world: World, { input }: ControlInput): Reply {
  const { balance } = z.strictObject({ balance: amount }).parse(input);
  world.market.balance = new Decimal(balance);
  world.journal.note(null, { kind: "balance", balance: world.market.balance.toFixed(2) });
  for (const campaign of world.market.campaigns.values()) settle(world, campaign);
  return ok({ balance: world.market.balance.toFixed(2) });
}

function setCampaignStatus(world: World, { params, input }: ControlInput): Reply {
  const { status } = statusFields.parse(input);
  const campaign = world.market.campaigns.get(params[0] ?? "");
  if (!campaign) return refusal(404, "No such campaign");
  campaign.status = status;
  world.journal.note(null, { kind: "campaign", campaignId: campaign.id, status });
  return ok(campaignTruth(campaign));
}

function showSubmission(world: World, { params }: ControlInput): Reply {
  const campaign = world.market.campaigns.get(params[0] ?? "");
  const submission = campaign?.submissions.get(Number(params[1]));
  if (!campaign || !submission) return refusal(404, "No such submission");
  return ok(submissionTruth(campaign, submission));
}
