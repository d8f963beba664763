import { z } from "zod";
import { batchSchema } from "@/lib/decisions/bulk/schema";

const time = z.iso.datetime();
const count = z.number().int().nonnegative();

/** Why a campaign can or cannot be swept now; the message files have a sentence for each. */
export const sweepVerdictSchema = z.enum([
  "planned",
  "too_few",
  "undecided_left",
  "rejects_first",
  "open_campaign",
  "not_needed",
  "running",
]);

/** `GET /api/campaigns/{id}/plan`: what the waiting decisions of a campaign cost, before they run. */
export const planSchema = z.object({
  campaignId: z.string(),
  waiting: z.object({ approve: count, reject: count }),
  /** Pending at RapidWorkers without a decision. */
  undecided: count,
  /** Requests one by one, and with a sweep (null when none is possible). */
  requestsSingle: count,
  requestsSweep: count.nullable(),
  /** When each way would be done at the present budget; null when it cannot be said. */
  doneSingleAt: time.nullable(),
  doneSweepAt: time.nullable(),
  verdict: sweepVerdictSchema,
  /** A manager's leave for an open campaign. */
  sweepsAllowed: z.boolean(),
});
export type Plan = z.infer<typeof planSchema>;

export const unseenSchema = z.array(z.object({ submissionId: z.number().int(), worker: z.string() }));

/** One bulk approval that ran or runs. */
export const sweepSchema = z.object({
  id: z.uuid(),
  campaignId: z.string(),
  state: z.enum(["VERIFYING", "SENDING", "UNCERTAIN", "DONE", "ABANDONED"]),
  ground: z.enum(["closed_campaign", "allowed_open", "approve_all"]),
  askedBy: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  planned: count,
  startedAt: time,
  sentAt: time.nullable(),
  settledAt: time.nullable(),
  error: z.object({ code: z.string(), message: z.string().nullable() }).nullable(),
  /** Approved by it without a decision of ours: shown by name. */
  unseen: unseenSchema,
});
export type Sweep = z.infer<typeof sweepSchema>;
export const sweepListSchema = z.object({ items: z.array(sweepSchema) });

/**
 * `POST /api/campaigns/{id}/approve-all`: approves everything pending with one bulk call. `expectedPending` is the number
 * that the person saw and confirmed; when RapidWorkers has another number the answer is 409 with `pending` and the
 * newcomers, and nothing is done.
 */
export const approveAllSchema = z.strictObject({
  idempotencyKey: z.uuid(),
  expectedPending: count,
  notes: z.string().trim().max(2000).optional(),
});
export const approveAllAnswerSchema = z.object({ batch: batchSchema, sweep: sweepSchema.nullable() });

/** `since`: when the newest thing on the person's screen was read. */
export const approveAllQuerySchema = z.strictObject({ since: z.iso.datetime().optional() });

/** `GET /api/campaigns/{id}/approve-all`: what the confirmation shows, read fresh from RapidWorkers. */
export const approveAllPreviewSchema = z.object({
  pending: count,
  /** Of these, how many the desk learned of since `since` (the newest the person can have looked at). */
  newcomers: count,
  /** Pending ones that a live reject stands for: approve-all waits until those rejects are settled. */
  rejectsWaiting: count,
  cost: z.string(),
  balance: z.string().nullable(),
  /** Above this number the person types the number to confirm. */
  typedAbove: count,
});

/** `PATCH /api/campaigns/{id}` (managers). */
export const campaignSettingsSchema = z.strictObject({
  sweepsAllowed: z.boolean().optional(),
  approveOnceFull: z.boolean().nullable().optional(),
});
