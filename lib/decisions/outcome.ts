import type { Verdict } from "@/lib/decisions/schema";
import type { CallOutcome } from "@/lib/gateway/call";
import {
  type MarketplaceError,
  MarketplaceShapeError,
  MarketplaceStatusError,
  MarketplaceTransportError,
} from "@/lib/marketplace/errors";
import { meaningOf } from "@/lib/marketplace/meaning";
import type { Money } from "@/lib/money";

/** Stable codes of why a decision is not (yet) applied; the message files have a sentence for each. */
export type OutcomeCode =
  | "waiting"
  | "vendor_unreachable"
  | "answer_lost"
  | "already_processed"
  | "unclear_refusal"
  | "insufficient_funds"
  | "refused"
  | "desk_stopped"
  | "submission_missing"
  | "decided_otherwise"
  | "already_so"
  | "still_pending"
  | "gave_up";

/** What an answer of the vendor makes of a decision that was SENDING (design, "Decisions"). */
export type Outcome =
  | { to: "APPLIED"; amountPaid: Money | null }
  | { to: "REFUSED"; code: OutcomeCode; message: string | null }
  /** The vendor provably did nothing: it waits its turn again. */
  | { to: "QUEUED"; code: OutcomeCode; message: string | null }
  /** Nobody knows: it is read back before anything else happens. */
  | { to: "UNCERTAIN"; code: OutcomeCode; message: string | null };

/**
 * The exact meaning of each answer. A code alone never decides an outcome where the reference gives it two meanings
 * (contradiction 4); whatever is not provably "nothing happened" is UNCERTAIN.
 */
export function outcomeOf(verdict: Verdict, answer: CallOutcome<{ amountPaid: Money | null }>): Outcome {
  if (answer.ok) return { to: "APPLIED", amountPaid: verdict === "approve" ? answer.value.amountPaid : null };
  if (answer.reason === "not_sent") return { to: "QUEUED", code: "waiting", message: null };
  return failureOutcome(verdict, answer.error);
}

function failureOutcome(verdict: Verdict, error: MarketplaceError): Outcome {
  if (error instanceof MarketplaceTransportError)
    return error.sent === "no"
      ? { to: "QUEUED", code: "vendor_unreachable", message: null }
      : { to: "UNCERTAIN", code: "answer_lost", message: null };
  if (error instanceof MarketplaceShapeError) return { to: "UNCERTAIN", code: "answer_lost", message: null };
  if (error instanceof MarketplaceStatusError) return statusOutcome(verdict, error);
  throw new Error("a marketplace error of an unknown kind", { cause: error });
}

function statusOutcome(verdict: Verdict, { status, vendorMessage }: MarketplaceStatusError): Outcome {
  const message = vendorMessage === "" ? null : vendorMessage;
  switch (status) {
    case 400:
      return badRequestOutcome(verdict, vendorMessage, message);
    // The gateway closes its door at both; the decision waits behind it.
    case 401:
    case 429:
      return { to: "QUEUED", code: "waiting", message };
    case 403:
    case 404:
      return { to: "REFUSED", code: "refused", message };
    default:
      return { to: "UNCERTAIN", code: "answer_lost", message };
  }
}

function badRequestOutcome(verdict: Verdict, vendorMessage: string, message: string | null): Outcome {
  switch (meaningOf(verdict, 400, vendorMessage)) {
    case "already_processed":
      return { to: "UNCERTAIN", code: "already_processed", message };
    case "insufficient_funds":
      return { to: "QUEUED", code: "insufficient_funds", message };
    case "missing_reason":
      return { to: "REFUSED", code: "refused", message };
    default:
      return { to: "UNCERTAIN", code: "unclear_refusal", message };
  }
}

/** What is known of an UNCERTAIN decision when it is read back. Times in milliseconds. */
export type Uncertain = {
  verdict: Verdict;
  code: OutcomeCode;
  message: string | null;
  /** Since the request left. */
  sinceSentMs: number;
  /** Read-backs before this one. */
  readBacks: number;
  /** How often it was sent. */
  attempts: number;
};

export type ReadBackOutcome =
  | { to: "APPLIED"; amountPaid: null }
  | { to: "CONFLICT"; code: OutcomeCode; message: string | null }
  | { to: "REFUSED"; code: OutcomeCode; message: string | null }
  | { to: "QUEUED"; code: OutcomeCode; message: null; waitMs: number }
  | { to: "UNCERTAIN"; code: OutcomeCode; message: string | null; waitMs: number };

const SECOND = 1000;
const READ_BACK_MOST_MS = 300 * SECOND;

/** How long until the read-back after `readBacks` earlier ones: 1 s, tripling, at most 5 min. */
export const readBackWaitMs = (readBacks: number): number =>
  Math.min(READ_BACK_MOST_MS, SECOND * 3 ** Math.min(readBacks, 10));

/** So often is a decision sent at most; then a person is told, with what the vendor said last. */
const ATTEMPTS_MOST = 12;

/** A lost request is sent again at once; what is lost again and again waits 5 s, doubling, at most 15 min. */
export const sendAgainWaitMs = (attempts: number): number =>
  attempts < 2 ? 0 : Math.min(900 * SECOND, 5 * SECOND * 2 ** Math.min(attempts - 2, 10));

/**
 * What a read-back makes of an uncertain decision. "Still pending" sends it again only after a grace in which a request
 * that is still on its way would have arrived. The vendor refuses a second approve, but documents no such guard for
 * reject: a reject waits twice as long and wants three read-backs.
 */
export function readBackOutcome(
  found: "Pending" | "Approved" | "Rejected" | "missing",
  decision: Uncertain,
  timeoutMs: number,
): ReadBackOutcome {
  const { verdict, code, message, sinceSentMs, readBacks, attempts } = decision;
  const wait = (why: OutcomeCode, words: string | null) =>
    ({ to: "UNCERTAIN", code: why, message: words, waitMs: readBackWaitMs(readBacks + 1) }) as const;
  if (found === "missing") return wait("submission_missing", null);
  if (found !== "Pending") {
    const same = found === (verdict === "approve" ? "Approved" : "Rejected");
    return same
      ? { to: "APPLIED", amountPaid: null }
      : { to: "CONFLICT", code: "decided_otherwise", message: found };
  }
  // The vendor said no in words that we do not know, and indeed did nothing: a person must read them.
  if (code === "unclear_refusal") return { to: "REFUSED", code, message };
  const grace = verdict === "approve" ? { ms: 2 * timeoutMs, reads: 1 } : { ms: 4 * timeoutMs, reads: 3 };
  if (sinceSentMs < grace.ms || readBacks + 1 < grace.reads) return wait(code, message);
  // "Already processed", and yet pending for good: the vendor contradicts itself, sending again would not help.
  if (code === "already_processed") return { to: "REFUSED", code, message };
  // One submission that the vendor chokes on must not eat the hour of all others.
  if (attempts >= ATTEMPTS_MOST) return { to: "REFUSED", code: "gave_up", message };
  return { to: "QUEUED", code: "still_pending", message: null, waitMs: sendAgainWaitMs(attempts) };
}
