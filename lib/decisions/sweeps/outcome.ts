import type { GIVEN_UP_CODES } from "@/lib/decisions/sweeps/facts";
import { readBackWaitMs } from "@/lib/decisions/outcome";
import type { CallOutcome } from "@/lib/gateway/call";
import {
  type MarketplaceError,
  MarketplaceStatusError,
  MarketplaceTransportError,
} from "@/lib/marketplace/errors";
import { meaningOf } from "@/lib/marketplace/meaning";
import type { BulkApproved } from "@/lib/marketplace/types";

/** Stable codes of why a sweep did not end as planned; the message files have a sentence for each. */
export type SweepCode =
  | (typeof GIVEN_UP_CODES)[number]
  | "waiting"
  | "vendor_unreachable"
  | "answer_lost"
  | "desk_stopped"
  | "unclear_refusal"
  | "nothing_pending"
  | "insufficient_funds"
  | "still_pending"
  | "nothing_waits";

/** What an answer to a bulk call makes of the sweep. */
export type BulkOutcome =
  /** It ran; the answer names what it approved. */
  | { to: "ANSWERED"; approved: BulkApproved["submissions"] }
  /** The vendor provably did nothing: the approvals wait their turn again. */
  | { to: "BACK"; code: SweepCode; message: string | null }
  /** Nobody knows what it did: it is read back, and no second one is sent before that. */
  | { to: "UNCERTAIN"; code: SweepCode; message: string | null };

/** The exact meaning of each answer to `bulk_action`; whatever is not provably "nothing happened" is UNCERTAIN. */
export function bulkOutcome(answer: CallOutcome<BulkApproved>): BulkOutcome {
  if (answer.ok) return { to: "ANSWERED", approved: answer.value.submissions };
  if (answer.reason === "not_sent") return { to: "BACK", code: "waiting", message: null };
  return failureOutcome(answer.error);
}

function failureOutcome(error: MarketplaceError): BulkOutcome {
  if (error instanceof MarketplaceTransportError && error.sent === "no")
    return { to: "BACK", code: "vendor_unreachable", message: null };
  if (!(error instanceof MarketplaceStatusError))
    return { to: "UNCERTAIN", code: "answer_lost", message: null };
  const { status, vendorMessage } = error;
  const message = vendorMessage === "" ? null : vendorMessage;
  const meaning = meaningOf("bulk", status, vendorMessage);
  switch (status) {
    case 400:
      // "Insufficient funds" may come after a part was paid (undocumented): the read-back tells, and money is short.
      return meaning === "insufficient_funds"
        ? { to: "UNCERTAIN", code: "insufficient_funds", message }
        : { to: "UNCERTAIN", code: "unclear_refusal", message };
    // The gateway closes its door at both; the sweep waits behind it.
    case 401:
    case 429:
      return { to: "BACK", code: "waiting", message };
    case 403:
      return { to: "BACK", code: "refused", message };
    case 404:
      // Nothing is pending any more: somebody was faster, and the read-back tells with what verdicts.
      return meaning === "nothing_pending"
        ? { to: "UNCERTAIN", code: "nothing_pending", message }
        : { to: "BACK", code: "refused", message };
    default:
      return { to: "UNCERTAIN", code: "answer_lost", message };
  }
}

export type Found = "Pending" | "Approved" | "Rejected" | "missing";

/** What becomes of one decision that a sweep carries: `wait` = it is looked at again with the next read-back. */
export type CarriedOutcome = "APPLIED" | "CONFLICT" | "QUEUED" | "UNCERTAIN" | "wait";

/** What is known when a sweep is read back. Times in milliseconds. */
export type SweepReading = { code: SweepCode | null; sinceSentMs: number; readBacks: number };

/**
 * Whether the bulk call can do nothing more. With an answer (200, or a refusal) it is over. Without one the vendor may
 * still be working through thousands of approvals: twice the grace of a single approve and three looks, as for a reject,
 * because whoever finds them queued may undo them and decide otherwise.
 */
export function bulkIsOver({ code, sinceSentMs, readBacks }: SweepReading, timeoutMs: number): boolean {
  if (code !== "answer_lost" && code !== "desk_stopped") return true;
  return sinceSentMs >= 4 * timeoutMs && readBacks >= 2;
}

/**
 * What a read-back makes of a decision that the bulk call stood for. "Still pending" goes back to the queue only when the
 * call is over; what the vendor's list does not have at all is then looked for one by one.
 */
export function carriedOutcome(found: Found, over: boolean): CarriedOutcome {
  if (found === "Approved") return "APPLIED";
  if (found === "Rejected") return "CONFLICT";
  if (!over) return "wait";
  return found === "Pending" ? "QUEUED" : "UNCERTAIN";
}

/** How long until the next read-back of a sweep. */
export const sweepWaitMs = readBackWaitMs;
