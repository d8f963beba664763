import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Outcome,
  outcomeOf,
  type ReadBackOutcome,
  readBackOutcome,
  readBackWaitMs,
} from "@/lib/decisions/outcome";
import type { CallOutcome } from "@/lib/gateway/call";
import {
  type MarketplaceError,
  MarketplaceShapeError,
  MarketplaceStatusError,
  MarketplaceTransportError,
} from "@/lib/marketplace/errors";
import { parseMoney, type Money } from "@/lib/money";

type Answer = CallOutcome<{ amountPaid: Money | null }>;

const failed = (error: MarketplaceError): Answer => ({ ok: false, reason: "failed", error });
const status = (code: number, words: string): Answer =>
  failed(new MarketplaceStatusError("approve", code, words, null));
const lost = (sent: "no" | "maybe"): Answer =>
  failed(new MarketplaceTransportError("approve", "connection", sent));

describe("outcomeOf", () => {
  const approve: [name: string, answer: Answer, to: Outcome["to"], code?: string][] = [
    ["200", { ok: true, value: { amountPaid: parseMoney("5.00") } }, "APPLIED"],
    ["400 already processed", status(400, "Submission already processed"), "UNCERTAIN", "already_processed"],
    ["400 insufficient funds", status(400, "Insufficient funds"), "QUEUED", "insufficient_funds"],
    ["400 in other words", status(400, "Computer says no"), "UNCERTAIN", "unclear_refusal"],
    ["400 without words", status(400, ""), "UNCERTAIN", "unclear_refusal"],
    ["401", status(401, "Invalid key"), "QUEUED", "waiting"],
    ["403", status(403, "Not your campaign"), "REFUSED", "refused"],
    ["404", status(404, "Not found"), "REFUSED", "refused"],
    ["408", status(408, "Timeout"), "UNCERTAIN", "answer_lost"],
    ["429", status(429, "Too many requests"), "QUEUED", "waiting"],
    ["500", status(500, "Oops"), "UNCERTAIN", "answer_lost"],
    ["302", status(302, ""), "UNCERTAIN", "answer_lost"],
    ["refused connection", lost("no"), "QUEUED", "vendor_unreachable"],
    ["reset connection", lost("maybe"), "UNCERTAIN", "answer_lost"],
    ["unreadable body", failed(new MarketplaceShapeError("approve", ["body"])), "UNCERTAIN", "answer_lost"],
  ];
  it.each(approve)("approve: %s", (_, answer, to, code) => {
    const outcome = outcomeOf("approve", answer);
    expect(outcome.to).toBe(to);
    expect("code" in outcome ? outcome.code : undefined).toBe(code);
  });

  const reject: [name: string, answer: Answer, to: Outcome["to"]][] = [
    ["200", { ok: true, value: { amountPaid: null } }, "APPLIED"],
    [
      "400 missing reason",
      failed(new MarketplaceStatusError("reject", 400, "Reason is required", null)),
      "REFUSED",
    ],
    ["400 in other words", failed(new MarketplaceStatusError("reject", 400, "No", null)), "UNCERTAIN"],
    ["500", status(500, "Oops"), "UNCERTAIN"],
    ["429", status(429, ""), "QUEUED"],
  ];
  it.each(reject)("reject: %s", (_, answer, to) => {
    expect(outcomeOf("reject", answer).to).toBe(to);
  });

  it("keeps the vendor's words", () => {
    expect(outcomeOf("approve", status(403, "Not your campaign"))).toMatchObject({
      message: "Not your campaign",
    });
  });

  it("waits its turn when nothing was sent", () => {
    const pause = {
      reason: "budget_full",
      since: "2026-01-01T00:00:00Z",
      until: null,
      detail: null,
    } as const;
    expect(outcomeOf("approve", { ok: false, reason: "not_sent", pause })).toMatchObject({ to: "QUEUED" });
  });
});

describe("readBackOutcome", () => {
  const T = 15_000;
  const uncertain = {
    verdict: "approve",
    code: "answer_lost",
    message: null,
    sinceSentMs: 1_000,
    readBacks: 0,
    attempts: 1,
  } as const;

  const table: [
    string,
    Parameters<typeof readBackOutcome>[0],
    Partial<Parameters<typeof readBackOutcome>[1]>,
    ReadBackOutcome["to"],
  ][] = [
    ["approve found approved", "Approved", {}, "APPLIED"],
    ["approve found rejected", "Rejected", {}, "CONFLICT"],
    ["reject found rejected", "Rejected", { verdict: "reject" }, "APPLIED"],
    ["reject found approved", "Approved", { verdict: "reject" }, "CONFLICT"],
    ["approve still pending, within the grace", "Pending", { sinceSentMs: 2 * T - 1 }, "UNCERTAIN"],
    ["approve still pending, after the grace", "Pending", { sinceSentMs: 2 * T }, "QUEUED"],
    [
      "reject still pending, after an approve's grace",
      "Pending",
      { verdict: "reject", sinceSentMs: 2 * T, readBacks: 5 },
      "UNCERTAIN",
    ],
    [
      "reject still pending, after its grace, second look",
      "Pending",
      { verdict: "reject", sinceSentMs: 4 * T, readBacks: 1 },
      "UNCERTAIN",
    ],
    [
      "reject still pending, after its grace, third look",
      "Pending",
      { verdict: "reject", sinceSentMs: 4 * T, readBacks: 2 },
      "QUEUED",
    ],
    ["refused in unknown words, still pending", "Pending", { code: "unclear_refusal" }, "REFUSED"],
    ["refused in unknown words, but approved", "Approved", { code: "unclear_refusal" }, "APPLIED"],
    [
      "already processed, yet pending for good",
      "Pending",
      { code: "already_processed", sinceSentMs: 2 * T },
      "REFUSED",
    ],
    [
      "already processed, pending at first",
      "Pending",
      { code: "already_processed", sinceSentMs: 0 },
      "UNCERTAIN",
    ],
    ["not in the list", "missing", { sinceSentMs: 100 * T, readBacks: 9 }, "UNCERTAIN"],
  ];
  it.each(table)("%s", (_, found, known, to) => {
    expect(readBackOutcome(found, { ...uncertain, ...known }, T).to).toBe(to);
  });

  it("never sends again what the vendor shows as settled, nor anything within the time a request may take", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("Pending", "Approved", "Rejected", "missing" as const),
        fc.constantFrom("approve", "reject" as const),
        fc.constantFrom("answer_lost", "desk_stopped", "already_processed", "unclear_refusal" as const),
        fc.nat(10 * T),
        fc.nat(20),
        (found, verdict, code, sinceSentMs, readBacks) => {
          const { to } = readBackOutcome(
            found,
            { verdict, code, message: null, sinceSentMs, readBacks, attempts: 1 },
            T,
          );
          if (to === "QUEUED") expect(found === "Pending" && sinceSentMs >= 2 * T).toBe(true);
          if (to === "APPLIED") expect(found).toBe(verdict === "approve" ? "Approved" : "Rejected");
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it("gives up on what is lost twelve times, and waits longer before each sending until then", () => {
    const pending = (attempts: number) =>
      readBackOutcome("Pending", { ...uncertain, sinceSentMs: 2 * T, attempts }, T);
    const waits = Array.from({ length: 11 }, (_, nth) => pending(nth + 1)).map((outcome) =>
      outcome.to === "QUEUED" ? outcome.waitMs : outcome.to,
    );
    expect(waits.slice(0, 4)).toEqual([0, 5_000, 10_000, 20_000]);
    expect(waits.at(-1)).toBe(900_000);
    expect(pending(12)).toMatchObject({ to: "REFUSED", code: "gave_up" });
  });

  it("waits longer each time, never more than five minutes", () => {
    const waits = Array.from({ length: 20 }, (_, nth) => readBackWaitMs(nth));
    expect(waits.slice(0, 4)).toEqual([1_000, 3_000, 9_000, 27_000]);
    expect(Math.max(...waits)).toBe(300_000);
  });
});
