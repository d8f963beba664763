import type { Decimal } from "decimal.js";

export type CampaignStatus = "Active" | "Pending" | "Completed" | "Canceled";
export type SubmissionStatus = "Pending" | "Approved" | "Rejected";

/** What the workers' screenshots of a campaign show. */
export const pageKinds = ["survey", "review", "post", "store", "profile"] as const;
export type PageKind = (typeof pageKinds)[number];

export type Worker = {
  /** The id that block and unblock take. */
  number: number;
  /** The id in the vendor's text spelling, e.g. "abc-def-123". */
  textId: string;
  name: string;
  country: { code: string; name: string };
  accountAgeDays: number;
  approvalRate: number;
  totalCompleted: number;
};

export type Submission = {
  id: number;
  worker: Worker;
  status: SubmissionStatus;
  /** UTC ISO 8601. */
  submittedAt: string;
  proofText: string;
  /** Picture ids (pictures/picture-id.ts): they alone say what is drawn. */
  pictures: string[];
  notes: string | null;
  /** Dollars paid for it, as a decimal string; null until approved. */
  paid: string | null;
};

export type Campaign = {
  id: string;
  title: string;
  category: string;
  description: string;
  /** Dollars an approved submission earns. */
  pay: Decimal;
  status: CampaignStatus;
  createdAt: string;
  /** ISO 3166-1 alpha-2; empty = all countries. */
  countries: string[];
  total: number;
  approveOnceFull: boolean;
  /** False for a campaign of another employer: it is never listed and answers 403. */
  mine: boolean;
  page: PageKind;
  /** Chooses names and colours of the page that the screenshots show. */
  theme: number;
  /** Some pictures handed in so far (at most 300), shared by campaigns that show the same page: what cheats copy from. */
  samples: string[];
  submissions: Map<number, Submission>;
  counts: Record<SubmissionStatus, number>;
};

export type Market = {
  /** The employer's own user number: blocking it is refused. */
  employer: number;
  balance: Decimal;
  campaigns: Map<string, Campaign>;
  workers: Map<number, Worker>;
  /** Worker number → since when (UTC ISO 8601). */
  blocked: Map<number, string>;
  nextSubmissionId: number;
};
