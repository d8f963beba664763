import { type Claimed, claimForSending, SEND_WITHIN_MS } from "@/lib/decisions/claim";
import { pauseForFunds } from "@/lib/decisions/funds";
import { outcomeOf } from "@/lib/decisions/outcome";
import { settle } from "@/lib/decisions/settle";
import type { Holds } from "@/lib/decisions/sweeps/holds";
import { callMarketplace } from "@/lib/gateway/call";

/**
 * Sends one claimed decision and writes what came of it. Never throws for what the vendor does; a failure of our own
 * (the database gone, say) leaves the row SENDING, and its lease makes it uncertain.
 */
async function send(row: Claimed, sendBy: number): Promise<void> {
  const submissionId = row.submissionId.toString();
  const answer = await callMarketplace(
    {
      purpose: "decision",
      actorId: row.decidedById,
      decisionId: row.id,
      sendBy,
    },
    async (client) =>
      row.verdict === "approve"
        ? client.approveSubmission(row.campaignId, submissionId, { notes: row.notes ?? undefined })
        : client.rejectSubmission(row.campaignId, submissionId, { notes: row.notes ?? "" }),
  );
  const outcome = outcomeOf(row.verdict, answer);
  // The pause first: once the row is queued, the next turn would send it again.
  if (outcome.to === "QUEUED" && outcome.code === "insufficient_funds") await pauseForFunds(outcome.message);
  await settle(row, outcome);
}

/** Claims and sends up to `places` decisions. The sends run on; `started` is given each. Returns how many. */
export async function sendDue(
  places: number,
  approvalsToo: boolean,
  holds: Holds,
  started: (sending: Promise<void>) => void,
): Promise<number> {
  if (places <= 0) return 0;
  // From before the claim, so that a process that is stopped in between sends nothing later: its answer would come after
  // the lease, when the row is read back and perhaps sent again.
  const sendBy = Date.now() + SEND_WITHIN_MS;
  const rows = await claimForSending(places, approvalsToo, holds);
  for (const row of rows) started(send(row, sendBy));
  return rows.length;
}
