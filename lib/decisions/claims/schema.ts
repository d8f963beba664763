import { z } from "zod";
import { submissionSchema } from "@/lib/mirror/schema";

/** How long a claim lasts without a sign of life. */
export const CLAIM_SECONDS = 300;

/**
 * `POST /api/review/claim`: the next submissions for this person, leased so that nobody else is shown them. Asking again
 * keeps those in `keep` (refreshes their lease) and fills up to `limit`; others of this person's claims are released.
 */
export const claimSchema = z.strictObject({
  campaignId: z.string().min(1).max(200).optional(),
  limit: z.number().int().min(1).max(100).default(20),
  keep: z
    .array(z.strictObject({ campaignId: z.string(), submissionId: z.number().int() }))
    .max(200)
    .default([]),
});
export type ClaimRequest = z.infer<typeof claimSchema>;

const person = z.object({ id: z.uuid(), name: z.string() });

export const claimAnswerSchema = z.object({
  items: z.array(submissionSchema),
  until: z.iso.datetime(),
  /** Undecided ones that others hold now, and undecided ones in all. */
  heldByOthers: z.number().int(),
  undecided: z.number().int(),
  /** Who else is in this review now. */
  others: z.array(person),
});
export type ClaimAnswer = z.infer<typeof claimAnswerSchema>;

/** `POST /api/review/release`: gives all claims of this person back (leaving the page; sendBeacon sends it). */
export const releaseAnswerSchema = z.object({ released: z.number().int() });
