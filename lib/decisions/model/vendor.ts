import type { Verdict } from "@/lib/decisions/schema";
import type { CallOutcome } from "@/lib/gateway/call";
import {
  type MarketplaceError,
  MarketplaceShapeError,
  MarketplaceStatusError,
  MarketplaceTransportError,
} from "@/lib/marketplace/errors";
import { type Money, parseMoney } from "@/lib/money";

export type Answer = CallOutcome<{ amountPaid: Money | null }>;
export type Status = "Pending" | "Approved" | "Rejected";

/** How the vendor treats a request. `…after`: it does what was asked, and then the answer goes wrong. */
export const REPLIES = [
  "ordinary",
  "error after",
  "garbled after",
  "error before",
  "already processed",
  "no funds",
  "unknown words",
  "not yours",
  "not found",
  "bad key",
  "too many",
  "never left",
  "not sent",
] as const;
export type Reply = (typeof REPLIES)[number];

/** One thing that really happened at the vendor because of us. */
export type Effect = { submission: number; verdict: Verdict; decision: number };

/**
 * RapidWorkers as the reference describes it, for a handful of submissions: a second approve is refused, a second reject
 * is not (nothing documents a guard), and what is decided cannot be decided otherwise.
 */
export class VendorModel {
  readonly statuses: Status[];
  readonly effects: Effect[] = [];

  constructor(submissions: number) {
    this.statuses = Array.from({ length: submissions }, () => "Pending");
  }

  /** A request arrives. The answer is what the client makes of what comes back. */
  receive(request: Effect, reply: Reply): Answer {
    switch (reply) {
      case "ordinary":
        return this.#carryOut(request);
      case "error after":
        this.#carryOut(request);
        return status(500, "Oops");
      case "garbled after":
        this.#carryOut(request);
        return failed(new MarketplaceShapeError(request.verdict, ["body"]));
      case "error before":
        return status(503, "");
      case "already processed":
        return status(400, "Submission already processed");
      case "no funds":
        return status(400, "Insufficient funds");
      case "unknown words":
        return status(400, "Computer says no");
      case "not yours":
        return status(403, "Not your campaign");
      case "not found":
        return status(404, "Not found");
      case "bad key":
        return status(401, "Invalid key");
      case "too many":
        return status(429, "Too many requests");
      case "never left":
        return failed(new MarketplaceTransportError(request.verdict, "connection", "no"));
      case "not sent":
        return {
          ok: false,
          reason: "not_sent",
          pause: { reason: "budget_full", since: "2026-01-01T00:00:00Z", until: null, detail: null },
        };
    }
  }

  /** Somebody decides on the vendor's own site; nothing when it is decided already. */
  decideOutside(submission: number, verdict: Verdict): void {
    if (this.statuses[submission] === "Pending") this.statuses[submission] = shownAs(verdict);
  }

  #carryOut(request: Effect): Answer {
    const shown = this.statuses[request.submission];
    const unguarded = request.verdict === "reject" && shown === "Rejected";
    if (shown !== "Pending" && !unguarded) return status(400, "Submission already processed");
    this.statuses[request.submission] = shownAs(request.verdict);
    this.effects.push(request);
    return { ok: true, value: { amountPaid: request.verdict === "approve" ? parseMoney("0.50") : null } };
  }
}

/** Nothing came back within the time limit. */
export const lostAnswer = (verdict: Verdict): Answer =>
  failed(new MarketplaceTransportError(verdict, "timeout", "maybe"));

/** How the vendor shows a submission with this verdict. */
export const shownAs = (verdict: Verdict): Status => (verdict === "approve" ? "Approved" : "Rejected");

const failed = (error: MarketplaceError): Answer => ({ ok: false, reason: "failed", error });
const status = (code: number, words: string): Answer =>
  failed(new MarketplaceStatusError("approve", code, words, null));
