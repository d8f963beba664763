import { z } from "zod";
import { endpointNames } from "@/sandbox/endpoint-names";

const faultRule = z.strictObject({
  /** One of the endpoint names, "order" for all ten prefilled kinds, or "*" for everything. */
  endpoint: z.enum([...endpointNames, "order", "*"]),
  kind: z.enum(["500", "502", "503", "429", "timeout", "reset", "truncated", "html"]),
  rate: z.number().min(0).max(1).default(1),
  /** Whether the request has had its effect when the fault strikes. A truncated answer is always after. */
  when: z.enum(["before", "after"]).default("before"),
  /** Strikes at most so many times; null = for ever. */
  times: z.int().positive().nullable().default(null),
  /** How long "timeout" holds the socket before it is dropped. */
  holdMs: z.int().nonnegative().default(120_000),
});

const settingsSchema = z.strictObject({
  account: z.enum(["open", "revoked", "gone"]),
  latency: z.strictObject({ fixedMs: z.number().nonnegative(), jitterMs: z.number().nonnegative() }),
  rateLimit: z.strictObject({
    limit: z.int().nonnegative(),
    windowMs: z.int().positive(),
    window: z.enum(["rolling", "fixed"]),
    retryAfter: z.boolean(),
  }),
  faults: z.array(faultRule),
  arrivals: z.strictObject({ perMinute: z.number().nonnegative(), campaignId: z.string().nullable() }),
  contradictions: z.strictObject({
    campaignList: z.enum(["array", "paged"]),
    campaignsPageSize: z.int().positive(),
    spelling: z.enum(["camel", "snake"]),
    workerIds: z.enum(["digits", "text"]),
    blockIds: z.enum(["integer", "any"]),
    wording: z.enum(["plain", "wordy", "vague"]),
    prefilledAutoApprove: z.enum(["field", "always"]),
    jobLocation: z.enum(["short", "names", "null"]),
    nulls: z.number().min(0).max(1),
    extraFields: z.boolean(),
    submissionOrder: z.enum(["newest", "oldest", "shuffled"]),
  }),
  rejectGuard: z.enum(["400", "overwrites"]),
  approvalPays: z.enum(["balance", "escrow"]),
  bulkShortOfFunds: z.enum(["refuses", "partial"]),
  rejectFreesPlace: z.boolean(),
  newJobStatus: z.enum(["Active", "Pending"]),
  commissionRate: z.string().regex(/^0(\.\d{1,4})?$/, "a fraction such as 0.10"),
  prefilledCommission: z.boolean(),
});

/** Everything that can be switched while the sandbox runs; README.md says what each switch does. */
export type Settings = z.infer<typeof settingsSchema>;
export type FaultRule = z.infer<typeof faultRule>;

/** Any part of the settings, at any depth. Lists are replaced whole; a fault rule may leave out what has a default. */
export type SettingsChange = {
  [Name in keyof Settings]?: Name extends "faults"
    ? z.input<typeof faultRule>[]
    : Settings[Name] extends object
      ? Partial<Settings[Name]>
      : Settings[Name];
};

/** The documented vendor, where it is documented; the harsher reading, where it is not. */
export function defaultSettings(): Settings {
  return {
    account: "open",
    latency: { fixedMs: 0, jitterMs: 0 },
    rateLimit: { limit: 1000, windowMs: 3_600_000, window: "rolling", retryAfter: true },
    faults: [],
    arrivals: { perMinute: 0, campaignId: null },
    contradictions: {
      campaignList: "array",
      campaignsPageSize: 10,
      spelling: "camel",
      workerIds: "digits",
      blockIds: "integer",
      wording: "plain",
      prefilledAutoApprove: "field",
      jobLocation: "short",
      nulls: 0,
      extraFields: false,
      submissionOrder: "newest",
    },
    rejectGuard: "overwrites",
    approvalPays: "balance",
    bulkShortOfFunds: "refuses",
    rejectFreesPlace: false,
    newJobStatus: "Active",
    commissionRate: "0.10",
    prefilledCommission: false,
  };
}

/**
 * Lays a partial change over the settings and checks the whole.
 * Returns new settings; throws z.ZodError for unknown names or wrong values, leaving the old ones untouched.
 */
export function changeSettings(settings: Settings, change: unknown): Settings {
  return settingsSchema.parse(merge(settings, change));
}

function merge(base: unknown, change: unknown): unknown {
  if (!isPlainObject(base) || !isPlainObject(change)) return change;
  const merged: Record<string, unknown> = { ...base };
  for (const [name, value] of Object.entries(change)) merged[name] = merge(base[name], value);
  return merged;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
