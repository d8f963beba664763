import { db, transaction } from "@/lib/db/client";
import { isClosed } from "@/lib/decisions/sweeps/plan";
import { readList } from "@/lib/decisions/sweeps/read-pending";
import { renewSweep, type SweepRow } from "@/lib/decisions/sweeps/sweep-row";
import { type CallContext, callMarketplace } from "@/lib/gateway/call";
import type { Campaign, Submission } from "@/lib/marketplace/types";
import { applyCampaigns } from "@/lib/mirror/apply-campaigns";
import { readClock } from "@/lib/mirror/read-clock";

export type Verified =
  | { ok: true; pending: Map<string, Submission>; readStartedAt: Date }
  | {
      ok: false;
      code:
        | "waiting"
        | "read_failed"
        | "list_unsteady"
        | "open_campaign"
        | "counters_unknown"
        | "sets_differ";
    };

/**
 * Reads afresh what a bulk call would approve: every pending submission, then the campaign's counters. The counters come
 * last: if something arrived while the list was read, they count one more than the list has, and the sweep is off. Without
 * a manager's leave (or a person who asked) the campaign must be closed by these same counters; a counter that is not told
 * is no zero.
 */
export async function verify(sweep: SweepRow, signal?: AbortSignal): Promise<Verified> {
  const context: CallContext = { purpose: "decision", actorId: sweep.askedById ?? undefined, signal };
  const list = await readList(sweep.campaignId, "Pending", context, () => renewSweep(sweep));
  if (!list.ok)
    return list.reason === "unsteady"
      ? { ok: false, code: "list_unsteady" }
      : { ok: false, code: list.reason === "not_sent" ? "waiting" : "read_failed" };
  const counters = await readCounters(sweep.campaignId, context);
  if (!counters.ok) return counters;
  const { campaign } = counters;
  if (campaign.pending === null) return { ok: false, code: "counters_unknown" };
  if (campaign.pending !== list.submissions.size) return { ok: false, code: "sets_differ" };
  if (!(await isAllowed(sweep, campaign)))
    return {
      ok: false,
      code: campaign.remainingAvailabilities === null ? "counters_unknown" : "open_campaign",
    };
  return { ok: true, pending: list.submissions, readStartedAt: list.readStartedAt };
}

async function readCounters(
  campaignId: string,
  context: CallContext,
): Promise<{ ok: true; campaign: Campaign } | { ok: false; code: "waiting" | "read_failed" }> {
  const readAt = await readClock();
  const answer = await callMarketplace(context, (client) => client.getCampaign(campaignId));
  if (!answer.ok) return { ok: false, code: answer.reason === "not_sent" ? "waiting" : "read_failed" };
  // The planner's next look must not try again on what this read disproved.
  await transaction((tx) => applyCampaigns(tx, [{ ...answer.value, id: campaignId }], readAt));
  return { ok: true, campaign: answer.value };
}

/** The ground on which the sweep stands, as it is at this moment: a leave may have been taken back meanwhile. */
async function isAllowed(sweep: SweepRow, campaign: Campaign): Promise<boolean> {
  if (sweep.ground === "approve_all") return true;
  const { status, canceled, remainingAvailabilities: remaining, pending } = campaign;
  const freePlaces = remaining === null || pending === null ? null : remaining - pending;
  if (isClosed({ status, canceled, freePlaces })) return true;
  const row = await db().campaign.findUnique({
    where: { id: sweep.campaignId },
    select: { sweepsAllowedAt: true },
  });
  return row?.sweepsAllowedAt != null;
}
