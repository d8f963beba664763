import { z } from "zod";
import { decisionSchema, verdictSchema } from "@/lib/decisions/schema";
import { submissionStatusSchema } from "@/lib/mirror/schema";

const time = z.iso.datetime();
const count = z.number().int().nonnegative();

/** At most so many decisions in one bulk action. */
export const BULK_MOST = 20_000;

const notes = z.string().trim().max(2000).optional();

/** Which submissions: the filter that the person sees, as the submissions list takes it. Only undecided pending ones are taken. */
export const bulkFilterSchema = z.strictObject({
  campaignId: z.string().min(1).max(200).optional(),
  status: submissionStatusSchema.optional(),
  search: z.string().trim().max(200).optional(),
  flag: z.string().max(60).optional(),
  workerId: z.string().max(200).optional(),
});
export type BulkFilter = z.infer<typeof bulkFilterSchema>;

/** `GET /api/decisions/bulk?campaignId=&search=&workerId=…`: how many a filter finds, for `expected`. */
export const bulkCountSchema = z.object({ count });

/** `GET /api/decisions/bulk?…`: how many a filter finds. */
export const countSchema = z.object({ count });

/**
 * `POST /api/decisions/bulk`: one verdict for everything that a filter finds ("all 312 with this filter"). `expected` is the
 * number that the person saw, without those in `except`; another number is answered 409 `count_changed` with the new one
 * in `count`, and nothing is done.
 */
export const bulkSchema = z
  .strictObject({
    idempotencyKey: z.uuid(),
    filter: bulkFilterSchema,
    verdict: verdictSchema,
    notes,
    expected: count.max(BULK_MOST),
    /** Found by the filter and taken out by hand. */
    except: z.array(z.number().int()).max(1000).default([]),
  })
  .refine((body) => body.verdict === "approve" || (body.notes ?? "") !== "", {
    path: ["notes"],
    message: "A reject needs notes: RapidWorkers demands a reason.",
  });
export type BulkRequest = z.infer<typeof bulkSchema>;

/** A bulk action and how far it is; counts by state of its decisions. */
export const batchSchema = z.object({
  id: z.uuid(),
  kind: z.enum(["selected", "filter", "import", "approve_all"]),
  campaignId: z.string().nullable(),
  createdBy: z.object({ id: z.uuid(), name: z.string() }),
  createdAt: time,
  asked: count,
  /** Asked for, and not taken (somebody decided first, settled on RapidWorkers …). */
  refused: count,
  states: z.object({
    HELD: count,
    QUEUED: count,
    SENDING: count,
    APPLIED: count,
    REFUSED: count,
    UNCERTAIN: count,
    CONFLICT: count,
    UNDONE: count,
  }),
  /** Set while nothing of it is sent. */
  pausedAt: time.nullable(),
  /** Everything is settled. */
  done: z.boolean(),
  /** When its last undo window ends; null when it has. */
  heldUntil: time.nullable(),
});
export type Batch = z.infer<typeof batchSchema>;
export type BatchKind = Batch["kind"];

export const batchPageSchema = z.object({ items: z.array(batchSchema), nextCursor: z.string().nullable() });

export const batchQuerySchema = z.strictObject({
  /** Only those not settled yet. */
  open: z.enum(["true"]).optional(),
  mine: z.enum(["true"]).optional(),
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(20),
});
export type BatchQuery = z.infer<typeof batchQuerySchema>;
export const batchParamsSchema = z.object({ id: z.uuid() });

/** `POST /api/batches/{id}/actions`: `undo` takes back all that was not sent; `cancel` is the same after the window. */
export const batchActionSchema = z.strictObject({
  action: z.enum(["pause", "resume", "cancel", "undo", "retry"]),
});
export type BatchAction = z.infer<typeof batchActionSchema>["action"];

/** How many decisions it concerned, and the batch afterwards (of a retry: the new one). */
export const batchActionAnswerSchema = z.object({ changed: count, batch: batchSchema });

/** `GET /api/batches/{id}/failures`: what is refused, in conflict or uncertain, with the vendor's words. */
export const batchFailuresQuerySchema = z.strictObject({
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});
export const batchFailuresSchema = z.object({
  items: z.array(decisionSchema.extend({ workerName: z.string() })),
  nextCursor: z.string().nullable(),
});

/** `GET /api/campaigns/{id}/export`: the submissions as a spreadsheet to decide in. */
export const exportQuerySchema = z.strictObject({ status: submissionStatusSchema.optional() });

/** `POST /api/campaigns/{id}/import`: a decided spreadsheet; with `dryRun` nothing is done. */
export const importSchema = z.strictObject({
  idempotencyKey: z.uuid(),
  csv: z.string().max(20_000_000),
  dryRun: z.boolean(),
});

/** What each row would do, or does. Rows without a verdict are skipped. */
export const importRowSchema = z.object({
  line: count,
  submissionId: z.number().int().nullable(),
  worker: z.string().nullable(),
  outcome: z.enum(["approve", "reject", "skip", "refused"]),
  /** Why it is refused: `unknown_submission`, `already_decided`, `decided_on_rapidworkers`, `no_notes`, `bad_verdict`, `twice`, `bad_row`. */
  code: z.string().nullable(),
  notes: z.string().nullable(),
});
export type ImportRow = z.infer<typeof importRowSchema>;
export const importAnswerSchema = z.object({
  rows: z.array(importRowSchema),
  approve: count,
  reject: count,
  skip: count,
  refused: count,
  /** Money that the approvals pay, as a decimal string. */
  cost: z.string(),
  /** The bulk action, unless it was a dry run. */
  batch: batchSchema.nullable(),
});
export type ImportAnswer = z.infer<typeof importAnswerSchema>;
