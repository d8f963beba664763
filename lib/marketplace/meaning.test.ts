import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type EndpointName, endpoints } from "@/lib/marketplace/endpoints";
import { type Meaning, meaningOf } from "@/lib/marketplace/meaning";

const table: [EndpointName, number, string, Meaning][] = [
  ["approve", 400, "Submission already processed", "already_processed"],
  ["approve", 400, "This submission has already been approved.", "already_processed"],
  ["approve", 400, "submission was already Rejected", "already_processed"],
  ["approve", 400, "Submission has been processed", "already_processed"],
  ["approve", 400, "Submission is no longer pending", "already_processed"],
  ["approve", 400, "Submission is not pending", "already_processed"],
  ["approve", 400, "Submission isn't pending", "already_processed"],
  ["approve", 400, "Insufficient funds", "insufficient_funds"],
  ["approve", 400, "INSUFFICIENT  BALANCE to pay this worker", "insufficient_funds"],
  ["approve", 400, "You don’t have enough money", "insufficient_funds"],
  ["approve", 400, "Your balance is too low.", "insufficient_funds"],
  ["approve", 400, "Not enough credits", "insufficient_funds"],
  ["approve", 400, "Already processed or insufficient funds", "unknown"],
  ["approve", 400, "Invalid request", "unknown"],
  ["approve", 400, "Insufficient permissions", "unknown"],
  ["approve", 400, "Submission has not been processed", "unknown"],
  ["approve", 400, "Submission was not already approved", "unknown"],
  ["approve", 400, "Approved amount invalid", "unknown"],
  ["approve", 400, "", "unknown"],
  ["approve", 500, "Insufficient funds", "unknown"],
  ["approve", 403, "Submission already processed", "unknown"],
  ["reject", 400, "Notes are required", "missing_reason"],
  ["reject", 400, "Missing reason", "missing_reason"],
  ["reject", 400, "You must provide a rejection reason", "missing_reason"],
  ["reject", 400, '{"notes":["This field may not be blank."]}', "missing_reason"],
  ["reject", 400, "Submission already processed", "already_processed"],
  ["reject", 400, "Insufficient funds", "unknown"],
  ["bulk", 404, "No pending submissions found", "nothing_pending"],
  ["bulk", 404, "There are no submissions pending", "nothing_pending"],
  ["bulk", 404, "Campaign not found", "unknown"],
  ["bulk", 400, "Insufficient funds", "insufficient_funds"],
  ["block", 400, "Worker is already blocked", "already_blocked"],
  ["block", 400, "You have already blocked this worker", "already_blocked"],
  ["block", 400, "You cannot block yourself", "self_block"],
  ["block", 400, "worker_id is required", "missing_worker"],
  ["block", 400, "Missing worker ID", "missing_worker"],
  ["block", 400, "Worker not found", "unknown"],
  ["unblock", 400, "Worker is not blocked", "not_blocked"],
  ["unblock", 400, "This worker isn't currently blocked", "not_blocked"],
  ["unblock", 400, "worker_id is required", "missing_worker"],
  ["unblock", 400, "Worker is blocked", "unknown"],
  ["jobs-add", 400, "Insufficient balance", "insufficient_balance"],
  ["jobs-add", 400, "Total cost $55.00 exceeds your balance", "insufficient_balance"],
  ["jobs-add", 400, "Invalid data", "invalid_data"],
  ["jobs-add", 400, "Invalid data or insufficient balance", "unknown"],
  ["jobs-add", 403, "Job rejected by the legitimacy check", "legitimacy"],
  ["jobs-add", 403, "Your job doesn't look legitimate", "legitimacy"],
  ["jobs-add", 403, "Forbidden", "unknown"],
  ["order", 400, "Insufficient balance", "insufficient_balance"],
  ["order", 400, "Minimum quantity is 6", "below_minimum"],
  ["order", 400, "Quantity must be at least 6", "below_minimum"],
  ["order", 400, "Ensure this value is greater than or equal to 6.", "below_minimum"],
  ["order", 400, "A minimum balance of $6.00 is needed", "unknown"],
  ["order", 400, "Invalid link", "invalid_data"],
  ["order", 403, "Not legitimate", "unknown"],
  ["balance", 400, "Insufficient funds", "unknown"],
];

describe("meaningOf", () => {
  it.each(table)("%s %i %j: %s", (endpoint, status, message, meaning) => {
    expect(meaningOf(endpoint, status, message)).toBe(meaning);
    expect(meaningOf(endpoint, status, ` ${message.toUpperCase()} `)).toBe(meaning);
  });

  it("never guesses between two meanings of one status", () => {
    for (const [endpoint, status, message, meaning] of table) {
      for (const [otherEndpoint, otherStatus, otherMessage, otherMeaning] of table) {
        const rivals = endpoint === otherEndpoint && status === otherStatus && meaning !== otherMeaning;
        if (!rivals || meaning === "unknown" || otherMeaning === "unknown") continue;
        expect(meaningOf(endpoint, status, `${message} / ${otherMessage}`)).toBe("unknown");
      }
    }
  });

  it("takes any text in linear time", () => {
    const names = Object.keys(endpoints) as EndpointName[];
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.constantFrom(400, 403, 404),
        fc.string(),
        (name, status, text) => {
          expect(typeof meaningOf(name, status, text)).toBe("string");
        },
      ),
    );
    const started = performance.now();
    for (const name of names) meaningOf(name, 400, "no already not ".repeat(20_000));
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
