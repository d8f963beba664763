import { z } from "zod";

const time = z.iso.datetime();

/** Why calls wait, most serious first. */
export const pauseReasonSchema = z.enum([
  "no_key",
  "key_refused",
  "key_unreadable",
  "vendor_down",
  "rate_limited",
  "insufficient_funds",
  "budget_full",
]);
export type PauseReason = z.infer<typeof pauseReasonSchema>;

export const pauseSchema = z.object({
  reason: pauseReasonSchema,
  since: time,
  /** When it is tried again; null = only when something changes (a key, the balance). */
  until: time.nullable(),
  /** The vendor's words, if there are any. */
  detail: z.string().nullable(),
});
export type PauseInfo = z.infer<typeof pauseSchema>;

/** `GET /api/budget`: requests of the rolling hour. */
export const budgetSchema = z.object({
  limit: z.number().int(),
  used: z.number().int(),
  left: z.number().int(),
  /** When the next used place is free again; null when none is used. */
  refillsAt: time.nullable(),
  /** When the hour will be full at the present pace; null when it will not be, or already is. */
  fullAt: time.nullable(),
  /** When the decisions that wait now will have been sent; null when none waits, or nobody knows when calls go on. */
  queueDoneAt: time.nullable(),
  paused: z.array(pauseSchema),
});
export type Budget = z.infer<typeof budgetSchema>;
