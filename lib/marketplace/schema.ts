import { z } from "zod";
import {
  count,
  id,
  instant,
  money,
  percent,
  price,
  spelledEitherWay,
  statusOf,
  statusWord,
  submissionId,
  text,
} from "@/lib/marketplace/fields";
import {
  type BlockChanged,
  type BlockedWorker,
  type BulkApproved,
  type Campaign,
  campaignStatuses,
  type JobCreated,
  type OrderPlaced,
  type ProofImageLink,
  type Submission,
  submissionStatuses,
} from "@/lib/marketplace/types";

/**
 * One zod schema for each answer of the vendor, from a parsed 2xx body to the types of types.ts. A field is essential,
 * and its absence a shape failure, when it says which thing is meant or what money moves: ids, statuses, pay, balance.
 */

export const balanceAnswer = spelledEitherWay({ balance: money }).transform(({ balance }) => balance);

export const campaignAnswer = spelledEitherWay({
  jobId: id,
  jobTitle: text.nullable(),
  jobCategory: text.nullable(),
  jobPay: price,
  jobLocation: text.nullable(),
  jobCreatedAt: instant.nullable(),
  jobStatus: statusWord,
  jobInstancesCompleted: count.nullable(),
  jobTotalAvailabilities: count.nullable(),
  remainingAvailabilities: count.nullable(),
  jobSuccessRate: percent.nullable(),
  description: text.nullable(),
  canceled: z.boolean().nullable(),
  pendingSubmissions: count.nullable(),
  approvedSubmissions: count.nullable(),
  rejectedSubmissions: count.nullable(),
}).transform((job): Campaign => {
  const status = statusOf(campaignStatuses, job.jobStatus);
  return {
    id: job.jobId,
    title: job.jobTitle ?? "",
    category: job.jobCategory,
    pay: job.jobPay,
    location: job.jobLocation,
    createdAt: job.jobCreatedAt,
    status,
    statusText: job.jobStatus,
    completed: job.jobInstancesCompleted,
    totalAvailabilities: job.jobTotalAvailabilities,
    remainingAvailabilities: job.remainingAvailabilities,
    successRate: job.jobSuccessRate,
    description: job.description,
    canceled: job.canceled ?? status === "Canceled",
    pending: job.pendingSubmissions,
    approved: job.approvedSubmissions,
    rejected: job.rejectedSubmissions,
  };
});

/** An image without a large address is shown by its thumbnail; one without any shows nothing and is left out. */
const images = z
  .array(
    spelledEitherWay({ id: id.nullable(), url: text.nullable(), thumbnailUrl: text.nullable() }).transform(
      ({ id, url, thumbnailUrl }): ProofImageLink | null => {
        const address = url || thumbnailUrl;
        return address ? { id, url: address, thumbnailUrl } : null;
      },
    ),
  )
  .nullable()
  .transform((all) => (all ?? []).filter((image) => image !== null));

/** One submission; `campaignId` is the campaign that was asked for, which stands in where the row does not name it. */
const submission = (campaignId: string) =>
  spelledEitherWay({
    submissionId: submissionId,
    userId: id,
    userName: text.nullable(),
    userAvatar: text.nullable(),
    campaignId: id.nullable(),
    campaignTitle: text.nullable(),
    status: statusWord,
    countryName: text.nullable(),
    submittedAt: instant.nullable(),
    proofText: text.nullable(),
    images,
    notes: text.nullable(),
    workerAccountAgeDays: count.nullable(),
    workerApprovalRate: percent.nullable(),
    workerTotalCompleted: count.nullable(),
  }).transform(
    (row): Submission => ({
      id: row.submissionId,
      workerId: row.userId,
      workerName: row.userName,
      workerAvatar: row.userAvatar,
      campaignId: row.campaignId ?? campaignId,
      campaignTitle: row.campaignTitle,
      status: statusOf(submissionStatuses, row.status),
      statusText: row.status,
      country: row.countryName,
      submittedAt: row.submittedAt,
      proofText: row.proofText,
      images: row.images,
      notes: row.notes,
      workerAccountAgeDays: row.workerAccountAgeDays,
      workerApprovalRate: row.workerApprovalRate,
      workerTotalCompleted: row.workerTotalCompleted,
    }),
  );

/** `next` as a link to follow; an empty text is none. */
const next = z
  .string()
  .nullable()
  .transform((link) => link || null);

/** A bare array, or `{count, next, results}`. */
const listOf = <T extends z.ZodType>(row: T) =>
  z.preprocess(
    (input) => (Array.isArray(input) ? { results: input } : input),
    spelledEitherWay({ count: count.nullable(), next, results: z.array(row) }),
  );

export const campaignsAnswer = listOf(campaignAnswer);

export const blockedAnswer = listOf(
  spelledEitherWay({
    workerId: id,
    workerName: text.nullable(),
    blockedAt: instant.nullable(),
  }).transform((row): BlockedWorker => row),
);

const pagination = spelledEitherWay({
  totalCount: count.nullable(),
  pageCount: count.nullable(),
  currentPage: count.nullable(),
  rowsPerPage: count.nullable(),
});

/**
 * The rows that can be read, and how many cannot: one poisoned row must not hide a thousand good ones. When none can be
 * read, the list is another thing than we think, and its first row says what is wrong.
 */
const submissionRows = (campaignId: string) => {
  const row = submission(campaignId);
  return z.array(z.unknown()).transform((inputs, context) => {
    const read = inputs.map((input) => row.safeParse(input));
    const submissions = read.flatMap(({ data }) => (data === undefined ? [] : [data]));
    const issues = read[0]?.error?.issues ?? [];
    if (submissions.length === 0)
      for (const { path, message } of issues)
        context.addIssue({ code: "custom", path: [0, ...path], message });
    return { submissions, unreadable: read.length - submissions.length };
  });
};

/** A bare array, or `{count, next, results}` whose results are a bare array or `{submissions, pagination}`. */
export const submissionsAnswer = (campaignId: string) =>
  z.preprocess(
    (input) => (Array.isArray(input) ? { results: input } : input),
    spelledEitherWay({
      count: count.nullable(),
      next,
      results: z.preprocess(
        (input) => (Array.isArray(input) ? { submissions: input } : input),
        spelledEitherWay({
          submissions: submissionRows(campaignId),
          pagination: pagination.nullable(),
        }).transform(({ submissions: rows, pagination: told }) => ({ ...rows, pagination: told })),
      ),
    }),
  );

/** Every effect says `success: true`; an answer that does not leaves the outcome unknown. */
const effect = { success: z.literal(true), message: text.nullable() };

/** An approve or reject: the answer must be about the submission and the verdict that were sent, where it names them. */
export const decisionAnswer = (sent: { submissionId: string; verdict: "Approved" | "Rejected" }) =>
  spelledEitherWay({
    ...effect,
    submission: spelledEitherWay({
      id: submissionId.refine((answered) => answered === sent.submissionId, "another submission").nullable(),
      user: text.nullable(),
      status: statusWord
        .refine((word) => statusOf([sent.verdict], word) === sent.verdict, "another verdict")
        .nullable(),
      amountPaid: price.nullable(),
      notes: text.nullable(),
    }).nullable(),
  }).transform(({ message, submission }) => ({
    submissionId: sent.submissionId,
    worker: submission?.user ?? null,
    amountPaid: submission?.amountPaid ?? null,
    notes: submission?.notes ?? null,
    message,
  }));

export const bulkAnswer = spelledEitherWay({
  ...effect,
  submissions: z
    .array(spelledEitherWay({ id: submissionId, status: statusWord, user: text.nullable() }))
    .nullable(),
}).transform(
  ({ message, submissions }): BulkApproved => ({
    message,
    submissions: (submissions ?? []).map(({ id, status, user }) => ({
      id,
      status: statusOf(submissionStatuses, status),
      statusText: status,
      worker: user,
    })),
  }),
);

export const jobAnswer = spelledEitherWay({
  ...effect,
  job: spelledEitherWay({
    publicId: id,
    title: text.nullable(),
    status: statusWord.nullable(),
    payRate: price.nullable(),
    totalAvailabilities: count.nullable(),
  }),
  deductionDetails: spelledEitherWay({
    totalCost: price.nullable(),
    commission: price.nullable(),
    totalDeducted: price.nullable(),
    newBalance: money.nullable(),
  }).nullable(),
}).transform(
  ({ message, job, deductionDetails: deduction }): JobCreated => ({
    jobId: job.publicId,
    title: job.title,
    status: job.status === null ? null : statusOf(campaignStatuses, job.status),
    payRate: job.payRate,
    totalAvailabilities: job.totalAvailabilities,
    totalCost: deduction?.totalCost ?? null,
    commission: deduction?.commission ?? null,
    totalDeducted: deduction?.totalDeducted ?? null,
    newBalance: deduction?.newBalance ?? null,
    message,
  }),
);

export const orderAnswer = spelledEitherWay({ ...effect, jobId: id, totalCost: price.nullable() }).transform(
  ({ jobId, totalCost, message }): OrderPlaced => ({ jobId, totalCost, message }),
);

export const blockAnswer = spelledEitherWay({ ...effect, workerId: id.nullable() }).transform(
  ({ workerId, message }): BlockChanged => ({ workerId, message }),
);
