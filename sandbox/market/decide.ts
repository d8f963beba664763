import { Decimal } from "decimal.js";
import type { World } from "@/sandbox/world";
import { freePlaces, remainingPlaces } from "@/sandbox/market/places";
import type { Campaign, Submission, SubmissionStatus } from "@/sandbox/market/types";

/** Who decided: a call of the API (its number in the request log), or a person on the vendor's own site. */
export type Origin = { request: number | null; via: "api" | "outside" };

type Refused = { ok: false; reason: "processed" | "funds" };

/** Approves one pending submission and pays the worker, or says why not. Nothing is changed by a refusal. */
export function approve(
  world: World,
  campaign: Campaign,
  submission: Submission,
  notes: string | null,
  origin: Origin,
): { ok: true; paid: string } | Refused {
  if (submission.status !== "Pending") return { ok: false, reason: "processed" };
  if (!affordable(world, campaign.pay)) return { ok: false, reason: "funds" };
  const paid = pay(world, campaign, submission, notes);
  world.journal.note(origin.request, {
    kind: "approve",
    via: origin.via,
    campaignId: campaign.id,
    submissionId: submission.id,
    paid,
    notes,
  });
  settle(world, campaign);
  return { ok: true, paid };
}

/**
 * Rejects a submission. The reference promises no guard against a second or an opposite verdict: with `rejectGuard`
 * "overwrites" a decided submission becomes rejected too (what was paid stays paid); with "400" it is refused.
 */
export function reject(
  world: World,
  campaign: Campaign,
  submission: Submission,
  notes: string | null,
  origin: Origin,
): { ok: true } | Refused {
  const was = submission.status;
  if (was !== "Pending" && world.settings.rejectGuard === "400") return { ok: false, reason: "processed" };
  setStatus(campaign, submission, "Rejected");
  submission.notes = notes;
  world.journal.note(origin.request, {
    kind: "reject",
    via: origin.via,
    campaignId: campaign.id,
    submissionId: submission.id,
    notes,
    was,
  });
  settle(world, campaign);
  return { ok: true };
}

/**
 * Approves all pending submissions of a campaign. When the balance is short, either nothing is approved or, with
 * `bulkShortOfFunds` "partial", as many as can be paid, oldest first.
 */
export function approveAll(
  world: World,
  campaign: Campaign,
  notes: string | null,
  request: number,
): { ok: true; approved: Submission[] } | { ok: false; reason: "none" | "funds" } {
  const pending = pendingOf(campaign);
  if (pending.length === 0) return { ok: false, reason: "none" };
  const short = !affordable(world, campaign.pay.times(pending.length));
  if (short && world.settings.bulkShortOfFunds === "refuses") return { ok: false, reason: "funds" };
  const approved = payWhileAffordable(world, campaign, pending, notes);
  if (approved.length === 0) return { ok: false, reason: "funds" };
  noteMany(world, "bulk", request, campaign, approved, notes);
  settle(world, campaign);
  return { ok: true, approved };
}

/**
 * What follows from every change of a campaign: a full one with `approve_once_full` pays all pending submissions, and an
 * active one without a remaining place is Completed.
 */
export function settle(world: World, campaign: Campaign): void {
  if (campaign.status !== "Active") return;
  if (campaign.approveOnceFull && campaign.counts.Pending > 0 && freePlaces(campaign, world.settings) === 0) {
    const approved = payWhileAffordable(world, campaign, pendingOf(campaign), null);
    if (approved.length > 0) noteMany(world, "auto-approve", null, campaign, approved, null);
  }
  if (remainingPlaces(campaign, world.settings) === 0) {
    campaign.status = "Completed";
    world.journal.note(null, { kind: "campaign", campaignId: campaign.id, status: campaign.status });
  }
}

function pendingOf(campaign: Campaign): Submission[] {
  return [...campaign.submissions.values()].filter((submission) => submission.status === "Pending");
}

function payWhileAffordable(
  world: World,
  campaign: Campaign,
  pending: Submission[],
  notes: string | null,
): Submission[] {
  const approved: Submission[] = [];
  for (const submission of pending) {
    if (!affordable(world, campaign.pay)) break;
    pay(world, campaign, submission, notes);
    approved.push(submission);
  }
  return approved;
}

function affordable(world: World, amount: Decimal): boolean {
  return world.settings.approvalPays === "escrow" || world.market.balance.gte(amount);
}

function pay(world: World, campaign: Campaign, submission: Submission, notes: string | null): string {
  if (world.settings.approvalPays === "balance") {
    world.market.balance = world.market.balance.minus(campaign.pay);
  }
  setStatus(campaign, submission, "Approved");
  submission.notes = notes;
  submission.paid = campaign.pay.toFixed(2);
  return submission.paid;
}

function setStatus(campaign: Campaign, submission: Submission, status: SubmissionStatus): void {
  campaign.counts[submission.status] -= 1;
  campaign.counts[status] += 1;
  submission.status = status;
}

function noteMany(
  world: World,
  kind: "bulk" | "auto-approve",
  request: number | null,
  campaign: Campaign,
  approved: Submission[],
  notes: string | null,
): void {
  world.journal.note(request, {
    kind,
    campaignId: campaign.id,
    submissionIds: approved.map((submission) => submission.id),
    paid: new Decimal(campaign.pay).times(approved.length).toFixed(2),
    notes,
  });
}
