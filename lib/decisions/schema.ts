import { z } from "zod";

export const verdictSchema = z.enum(["approve", "reject"]);
export type Verdict = z.infer<typeof verdictSchema>;

/** The state machine of the design, "Decisions". */
export const decisionStateSchema = z.enum([
  "HELD",
  "QUEUED",
  "SENDING",
  "APPLIED",
  "REFUSED",
  "UNCERTAIN",
  "CONFLICT",
  "UNDONE",
]);
export type DecisionState = z.infer<typeof decisionStateSchema>;

const time = z.iso.datetime();

/** A row of the ledger (contract, `GET /api/decisions`). */
export const decisionSchema = z.object({
  id: z.uuid(),
  campaignId: z.string(),
  submissionId: z.number().int(),
  verdict: verdictSchema,
  notes: z.string().nullable(),
  state: decisionStateSchema,
  decidedBy: z.object({ id: z.uuid(), name: z.string() }),
  decidedAt: time,
  /** Until when it can surely be undone; afterwards only while it still waits. */
  heldUntil: time,
  /** When it is looked at next (sent, or read back). */
  dueAt: time,
  settledAt: time.nullable(),
  amountPaid: z.string().nullable(),
  /** The vendor's words, or ours, about why it is not applied; `code` is stable. */
  error: z.object({ code: z.string(), message: z.string().nullable() }).nullable(),
});
export type Decision = z.infer<typeof decisionSchema>;

export const decisionPageSchema = z.object({
  items: z.array(decisionSchema),
  nextCursor: z.string().nullable(),
});

export const decisionQuerySchema = z.strictObject({
  state: decisionStateSchema.optional(),
  campaignId: z.string().max(200).optional(),
  /** Only what the person who asks decided. */
  mine: z.enum(["true"]).optional(),
  /** Only what still needs a person's eye (standing.ts). */
  needsAnEye: z.enum(["true"]).optional(),
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});

/** The longest notes that a decision takes. */
export const NOTES_MAX = 2000;

export const decideItemSchema = z
  .strictObject({
    campaignId: z.string().min(1).max(200),
    submissionId: z.number().int().nonnegative(),
    verdict: verdictSchema,
    notes: z.string().trim().max(NOTES_MAX).optional(),
  })
  .refine((item) => item.verdict === "approve" || (item.notes ?? "") !== "", {
    path: ["notes"],
    message: "A reject needs notes: RapidWorkers demands a reason.",
  });
export type DecideItem = z.infer<typeof decideItemSchema>;

export const decideSchema = z
  .strictObject({ idempotencyKey: z.uuid(), items: z.array(decideItemSchema).min(1).max(1000) })
  .refine(
    ({ items }) =>
      new Set(items.map((item) => `${item.campaignId}/${item.submissionId}`)).size === items.length,
    { path: ["items"], message: "The same submission stands in it twice." },
  );

/** Why an item became no decision: each with what the person needs to know. */
export const refusalCodeSchema = z.enum(["not_found", "already_decided", "decided_on_rapidworkers"]);

/** One item of the answer: a ledger row, or (status 409 or 404) why there is none and who decided first. */
export const decideOutcomeSchema = z.union([
  decisionSchema.extend({ status: z.literal(202) }),
  z.object({
    status: z.union([z.literal(404), z.literal(409)]),
    campaignId: z.string(),
    submissionId: z.number().int(),
    code: refusalCodeSchema,
    message: z.string(),
    /** The decision that stood in the way, with its person. */
    decision: decisionSchema.nullable(),
  }),
]);
export type DecideOutcome = z.infer<typeof decideOutcomeSchema>;

export const decideAnswerSchema = z.object({
  items: z.array(decideOutcomeSchema),
  /** The bulk action that these are, when there are several (`GET /api/batches/{id}`). */
  batchId: z.uuid().optional(),
});
export type DecideAnswer = z.infer<typeof decideAnswerSchema>;

/** Counts of what is not settled, for the header (`GET /api/decisions/queue`). */
export const queueSchema = z.object({
  held: z.number().int(),
  queued: z.number().int(),
  sending: z.number().int(),
  uncertain: z.number().int(),
});
export type Queue = z.infer<typeof queueSchema>;
