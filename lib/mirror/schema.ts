import { z } from "zod";
import { decisionSchema } from "@/lib/decisions/schema";

/** Our API's shapes of mirrored things (contract, "Our API"). Money is a decimal string, time ISO 8601 UTC. */

export const campaignStatusSchema = z.enum(["Active", "Pending", "Completed", "Canceled"]);
export const submissionStatusSchema = z.enum(["Pending", "Approved", "Rejected"]);
export type SubmissionStatus = z.infer<typeof submissionStatusSchema>;

const time = z.iso.datetime();
const count = z.number().int();

export const syncProgressSchema = z.object({
  /** Submissions read so far, and how many there are when known. */
  read: count,
  total: count.nullable(),
  startedAt: time,
  /** Why it does not go on now, as a code; null while it goes on. */
  error: z.string().nullable(),
});

export const campaignSchema = z.object({
  id: z.string(),
  title: z.string(),
  category: z.string(),
  status: z.string(),
  pay: z.string(),
  location: z.string(),
  createdAt: time.nullable(),
  totalAvailabilities: count,
  remainingAvailabilities: count,
  /** The vendor's counters. */
  pending: count,
  approved: count,
  rejected: count,
  /** Pending submissions in the mirror that have no live decision: what is left to review. */
  undecided: count,
  oldestPendingAt: time.nullable(),
  successRate: z.number().nullable(),
  /** Everything is approved and paid once it is full. The vendor does not tell; null = not known. */
  approveOnceFull: z.boolean().nullable(),
  /** `approveOnceFull`, and at most ten or a tenth of its places are free: what is not rejected in time gets paid. */
  nearlyFull: z.boolean(),
  /** A manager allowed sweeps while submissions may still arrive. */
  sweepsAllowed: z.boolean(),
  /** When the counters were read; when the submissions were last complete (null = never yet). */
  countersAt: time,
  syncedAt: time.nullable(),
  /** A read of the submissions that is under way. */
  sync: syncProgressSchema.nullable(),
});
export type Campaign = z.infer<typeof campaignSchema>;

export const campaignDetailSchema = campaignSchema.extend({ description: z.string() });
export type CampaignDetail = z.infer<typeof campaignDetailSchema>;

export const campaignPageSchema = z.object({
  items: z.array(campaignSchema),
  nextCursor: z.string().nullable(),
});

export const CAMPAIGN_SORTS = ["pending", "oldest", "created", "title", "pay"] as const;
export const campaignQuerySchema = z.strictObject({
  status: campaignStatusSchema.optional(),
  search: z.string().trim().max(200).optional(),
  sort: z.enum(CAMPAIGN_SORTS).default("pending"),
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});
export type CampaignQuery = z.infer<typeof campaignQuerySchema>;

export const proofImageSchema = z.object({
  id: z.string(),
  /** Addresses on the desk itself. */
  thumbnail: z.string(),
  full: z.string(),
  /** Known once fetched. */
  width: count.nullable(),
  height: count.nullable(),
});

export const workerFactsSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** An address on the desk itself. */
  avatar: z.string().nullable(),
  country: z.string().nullable(),
  accountAgeDays: count.nullable(),
  /** Percent, 0 to 100. */
  approvalRate: z.number().nullable(),
  totalCompleted: count.nullable(),
  blocked: z.boolean(),
});

export const submissionSchema = z.object({
  id: count,
  campaignId: z.string(),
  worker: workerFactsSchema,
  status: submissionStatusSchema,
  submittedAt: time.nullable(),
  proofText: z.string(),
  images: z.array(proofImageSchema),
  notes: z.string().nullable(),
  /** The latest decision on it in our ledger. */
  decision: decisionSchema.nullable(),
  flags: z.array(z.object({ code: z.string(), detail: z.string().nullable() })),
});
export type Submission = z.infer<typeof submissionSchema>;

export const submissionPageSchema = z.object({
  items: z.array(submissionSchema),
  nextCursor: z.string().nullable(),
});

export const submissionQuerySchema = z.strictObject({
  status: submissionStatusSchema.optional(),
  /** Finds in worker names and proof texts. */
  search: z.string().trim().max(200).optional(),
  flag: z.string().max(60).optional(),
  /** Only pending ones without a live decision. */
  undecided: z.enum(["true"]).optional(),
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(50),
});
export type SubmissionQuery = z.infer<typeof submissionQuerySchema>;

export const balanceSchema = z.object({
  /** US dollars; null until it was read once. */
  balance: z.string().nullable(),
  asOf: time.nullable(),
  stale: z.boolean(),
});
export type BalanceAnswer = z.infer<typeof balanceSchema>;

/** The four figures of the overview. */
export const overviewSchema = z.object({
  pending: count,
  undecided: count,
  oldestPendingAt: time.nullable(),
  campaignsActive: count,
  decidedToday: count,
  /** Decisions that need a person's eye. */
  conflicts: count,
  refused: count,
  uncertain: count,
});
export type Overview = z.infer<typeof overviewSchema>;
