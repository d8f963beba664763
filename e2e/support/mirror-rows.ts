import { randomUUID } from "node:crypto";
import { db, transaction } from "@/lib/db/client";
import type { Campaign, Submission } from "@/lib/marketplace/types";
import { parseMoney } from "@/lib/money";
import { applyCampaigns } from "@/lib/mirror/apply-campaigns";
import { applySubmissions } from "@/lib/mirror/apply-submissions";
import { readClock } from "@/lib/mirror/read-clock";

/** A campaign as the vendor's client reads it, for tests. */
export const vendorCampaign = (fields: Partial<Campaign> = {}): Campaign => ({
  id: randomUUID(),
  title: "A survey",
  category: "Survey",
  pay: parseMoney("0.50"),
  location: "In",
  createdAt: "2026-01-15T10:30:00.000Z",
  status: "Active",
  statusText: "Active",
  completed: 0,
  totalAvailabilities: 100,
  remainingAvailabilities: 100,
  successRate: 40,
  description: "Fill out our survey",
  canceled: false,
  pending: 0,
  approved: 0,
  rejected: 0,
  ...fields,
});

/** A submission as the vendor's client reads it, with one image, for tests. */
export const vendorSubmission = (
  campaignId: string,
  id: number,
  fields: Partial<Submission> = {},
): Submission => ({
  id: String(id),
  workerId: String(1000 + (id % 50)),
  workerName: `Worker ${id % 50}`,
  workerAvatar: null,
  campaignId,
  campaignTitle: "A survey",
  status: "Pending",
  statusText: "Pending",
  country: "United States",
  submittedAt: new Date(Date.UTC(2026, 0, 16) + id * 1000).toISOString(),
  proofText: `Proof ${id}`,
  images: [{ id: `img_${id}`, url: `https://images.example/${id}.png`, thumbnailUrl: null }],
  notes: null,
  workerAccountAgeDays: 120,
  workerApprovalRate: 85,
  workerTotalCompleted: 47,
  ...fields,
});

/** Puts a campaign with these counters into the mirror; returns its id. */
export async function mirrorCampaign(fields: Partial<Campaign> = {}): Promise<string> {
  const campaign = vendorCampaign(fields);
  const readAt = await readClock();
  await transaction((tx) => applyCampaigns(tx, [campaign], readAt));
  return campaign.id;
}

/** Applies rows as a page of a run that began to be read at `readStartedAt` (now unless told). */
export async function applyPage(
  campaignId: string,
  submissions: readonly Submission[],
  { runId = randomUUID(), readStartedAt }: { runId?: string; readStartedAt?: Date } = {},
) {
  const readAt = readStartedAt ?? (await readClock());
  return transaction((tx) => applySubmissions(tx, { campaignId, runId, readStartedAt: readAt, submissions }));
}

/** A decision of `personId` straight into the ledger. */
export async function ledgerRow(
  personId: string,
  at: { campaignId: string; submissionId: number },
  row: {
    verdict: "approve" | "reject";
    state: "HELD" | "QUEUED" | "SENDING" | "UNCERTAIN" | "REFUSED" | "UNDONE";
  },
): Promise<string> {
  const now = new Date();
  const { id } = await db().decision.create({
    data: {
      campaignId: at.campaignId,
      submissionId: BigInt(at.submissionId),
      notes: row.verdict === "reject" ? "Wrong page" : null,
      batchId: randomUUID(),
      decidedById: personId,
      heldUntil: now,
      dueAt: now,
      ...row,
    },
  });
  return id;
}

/** Puts an image with this address into the mirror, as one of that submission; answers its id. */
export async function mirrorImage(
  at: { campaignId: string; submissionId: number },
  url: string,
): Promise<string> {
  const place = { ...at, submissionId: BigInt(at.submissionId), position: 0, vendorId: "img_1" };
  return (await db().proofImage.create({ data: { ...place, id: randomUUID(), url } })).id;
}

/** What the mirror knows of an image. */
export const imageRow = (id: string) => db().proofImage.findUniqueOrThrow({ where: { id } });

/** Gives a worker this avatar; a worker who is not there yet is made. */
export const setAvatar = (id: string, avatarUrl: string | null) =>
  db().worker.upsert({ where: { id }, create: { id, name: id, avatarUrl }, update: { avatarUrl } });
