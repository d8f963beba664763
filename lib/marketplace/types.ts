import type { Money } from "@/lib/money";

/**
 * The vendor's data in one spelling. `null` always means "not told": a null counter is not a zero, and nothing may be
 * decided as if it were. Ids are strings whatever the vendor sent. Times are UTC ISO 8601 (`2025-01-15T10:30:00.000Z`).
 * Free text is as the vendor sent it (hostile input), except that NUL characters, which PostgreSQL cannot hold, stand
 * as U+FFFD.
 */
export const campaignStatuses = ["Active", "Pending", "Completed", "Canceled"] as const;
export type CampaignStatus = (typeof campaignStatuses)[number];

export const submissionStatuses = ["Pending", "Approved", "Rejected"] as const;
export type SubmissionStatus = (typeof submissionStatuses)[number];

export interface Campaign {
  id: string;
  title: string;
  category: string | null;
  /** Pay for one submission. */
  pay: Money;
  location: string | null;
  createdAt: string | null;
  /** `Unknown` for a word that the reference does not list; `statusText` has the word. */
  status: CampaignStatus | "Unknown";
  statusText: string;
  completed: number | null;
  totalAvailabilities: number | null;
  remainingAvailabilities: number | null;
  /** Percent, 0 to 100. */
  successRate: number | null;
  description: string | null;
  canceled: boolean;
  pending: number | null;
  approved: number | null;
  rejected: number | null;
}

export interface ProofImageLink {
  id: string | null;
  /** Any address at all: hostile input. */
  url: string;
  thumbnailUrl: string | null;
}

export interface Submission {
  /** A whole number below 2^63 in digits. */
  id: string;
  workerId: string;
  workerName: string | null;
  workerAvatar: string | null;
  campaignId: string;
  campaignTitle: string | null;
  /** `Unknown` for a word that the reference does not list: neither pending nor decided. */
  status: SubmissionStatus | "Unknown";
  statusText: string;
  country: string | null;
  submittedAt: string | null;
  proofText: string | null;
  images: ProofImageLink[];
  notes: string | null;
  workerAccountAgeDays: number | null;
  /** Percent, 0 to 100. */
  workerApprovalRate: number | null;
  workerTotalCompleted: number | null;
}

export interface SubmissionPage {
  submissions: Submission[];
  /** Rows that stand on the page and cannot be read: with any, `submissions` is a part and must not pass for the whole. */
  unreadable: number;
  totalCount: number | null;
  pageCount: number | null;
  currentPage: number | null;
  rowsPerPage: number | null;
  /** Whether the vendor has, or may have, more pages behind this one. */
  hasMore: boolean;
}

export interface SubmissionQuery {
  status?: SubmissionStatus;
  /** Part of a worker's name. */
  search?: string;
  /** From 1. */
  page?: number;
  /** 1 to 1,000; 1,000 unless told. */
  rowsPerPage?: number;
  language?: string;
}

export interface Decided {
  submissionId: string;
  worker: string | null;
  /** What an approval paid. */
  amountPaid: Money | null;
  notes: string | null;
  message: string | null;
}

export interface BulkApproved {
  /** The submissions that the answer names; the read-back has the last word. */
  submissions: {
    id: string;
    status: SubmissionStatus | "Unknown";
    statusText: string;
    worker: string | null;
  }[];
  message: string | null;
}

export interface BlockedWorker {
  workerId: string;
  workerName: string | null;
  blockedAt: string | null;
}

export interface BlockChanged {
  /** The id as the vendor names it: an integer there even where a submission's worker id is a text. */
  workerId: string | null;
  message: string | null;
}

export interface NewJob {
  title: string;
  description: string;
  payRate: Money;
  totalAvailabilities: number;
  proofRequired: string;
  category: string;
  subCategory?: string;
  /** ISO 3166-1 alpha-2 codes; none for all countries. */
  countries?: readonly string[];
  approveOnceFull: boolean;
  image?: { bytes: Uint8Array; fileName: string; contentType: string };
}

export interface JobCreated {
  jobId: string;
  title: string | null;
  status: CampaignStatus | "Unknown" | null;
  payRate: Money | null;
  totalAvailabilities: number | null;
  totalCost: Money | null;
  commission: Money | null;
  totalDeducted: Money | null;
  newBalance: Money | null;
  message: string | null;
}

export interface PrefilledOrder {
  link: string;
  /** The vendor takes 6 and more. */
  quantity: number;
  /** ISO 3166-1 alpha-2 codes; none for all countries. */
  countries?: readonly string[];
  language?: string;
  /** Always sent: the reference contradicts itself about what leaving it out means. */
  approveOnceFull: boolean;
}

export interface OrderPlaced {
  jobId: string;
  totalCost: Money | null;
  message: string | null;
}
