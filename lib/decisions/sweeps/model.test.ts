import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judgeOpen } from "@/lib/decisions/sweeps/compare";
import { bulkIsOver, carriedOutcome, type Found } from "@/lib/decisions/sweeps/outcome";
import { isClosed, planSweep } from "@/lib/decisions/sweeps/plan";

// A vendor and a desk in memory, driven through random histories by the functions that drive the real ones. The vendor's
// rule that matters: bulk approves whatever is pending. The desk knows of it only what it read.

type Verdict = "approve" | "reject";
type Row = {
  verdict: Verdict;
  state: "QUEUED" | "SENDING" | "UNCERTAIN" | "APPLIED" | "CONFLICT" | "UNDONE";
};
type Fault = "none" | "lost before" | "lost after" | "late";

class House {
  readonly upstream = new Map<number, Found>();
  readonly ledger = new Map<number, Row>();
  /** What reviewers know of. */
  readonly mirror = new Set<number>();
  carried: number[] | null = null;
  bulkUnderWay = false;
  bulks = 0;

  constructor(
    readonly closed: boolean,
    readonly leave: boolean,
  ) {}

  open = () => [...this.ledger].filter(([, row]) => ["QUEUED", "SENDING", "UNCERTAIN"].includes(row.state));
  pending = () => [...this.upstream].filter(([, found]) => found === "Pending").map(([id]) => id);

  arrive(): void {
    if (!this.closed) this.upstream.set(this.upstream.size, "Pending");
  }
  sync(): void {
    for (const id of this.upstream.keys()) this.mirror.add(id);
  }
  decide(pick: number, verdict: Verdict): void {
    const free = [...this.mirror].filter(
      (id) =>
        this.upstream.get(id) === "Pending" && [undefined, "UNDONE"].includes(this.ledger.get(id)?.state),
    );
    const id = free[pick % Math.max(1, free.length)];
    if (id !== undefined) this.ledger.set(id, { verdict, state: "QUEUED" });
  }
  undo(pick: number): void {
    const queued = this.open().filter(([, row]) => row.state === "QUEUED");
    const row = queued[pick % Math.max(1, queued.length)]?.[1];
    if (row !== undefined) row.state = "UNDONE";
  }
  outside(pick: number): void {
    const pending = this.pending();
    const id = pending[pick % Math.max(1, pending.length)];
    if (id !== undefined) this.upstream.set(id, "Rejected");
  }
  /** One decision by its own request, as the dispatcher would: rejects even while approvals wait. */
  single(pick: number, verdict: Verdict): void {
    if (this.carried !== null) return;
    const some = this.open().filter(([, row]) => row.state === "QUEUED" && row.verdict === verdict);
    const [id, row] = some[pick % Math.max(1, some.length)] ?? [];
    if (id === undefined || row === undefined) return;
    const wanted = row.verdict === "approve" ? "Approved" : "Rejected";
    if (this.upstream.get(id) === "Pending") this.upstream.set(id, wanted);
    row.state = this.upstream.get(id) === wanted ? "APPLIED" : "CONFLICT";
  }

  finish(): void {
    this.sync();
    for (const _ of this.mirror) this.decide(0, "approve");
    for (const _ of this.mirror) this.single(0, "reject");
  }

  /** Plans, reads, and at the moment of the sweep (`between` happened since the read) takes over and sends. */
  sweep(between: () => void, fault: Fault): void {
    if (this.carried !== null) return;
    const waiting = this.open();
    const rejects = waiting.filter(([, { verdict }]) => verdict === "reject").length;
    const facts = {
      status: this.closed ? "Completed" : "Active",
      canceled: false,
      freePlaces: this.closed ? 0 : 5,
      leave: this.leave,
      asked: false,
      // Enough to be worth it whatever the number: only the safety is tested here.
      approvals: (waiting.length - rejects) * 100,
      interactive: 0,
      sentLately: 100,
      inFlight: 0,
      rejects,
      paused: 0,
      undecided: [...this.mirror].filter(
        (id) =>
          this.upstream.get(id) === "Pending" && [undefined, "UNDONE"].includes(this.ledger.get(id)?.state),
      ).length,
      idleMs: 0,
      oldestMs: 0,
      givenUpMs: null,
      open: false,
      left: 500,
      moneyShort: false,
    };
    if (planSweep(facts).act !== "sweep") return;
    expect(isClosed(facts) || this.leave).toBe(true);
    const read = new Set(this.pending().map(String));
    between();
    const open = this.open().map(([id, row]) => ({
      submissionId: String(id),
      ...row,
      notes: "",
      paused: false,
    }));
    if (!judgeOpen(open, read).ok) return;
    this.carried = this.open().map(([id]) => id);
    for (const [, row] of this.open()) row.state = "SENDING";
    this.bulkUnderWay = fault === "late";
    if (fault === "none" || fault === "lost after") this.bulk();
    if (fault === "none") this.readBack(null, 0, 0);
    else for (const [, row] of this.open()) row.state = "UNCERTAIN";
  }

  /** The vendor approves all that is pending: each must have an approval of ours. */
  bulk(): void {
    this.bulks++;
    for (const id of this.pending()) {
      expect(this.ledger.get(id)).toMatchObject({ verdict: "approve", state: "SENDING" });
      this.upstream.set(id, "Approved");
    }
  }

  readBack(code: "answer_lost" | null, sinceSentMs: number, readBacks: number): void {
    const over = bulkIsOver({ code, sinceSentMs, readBacks }, 1_000);
    for (const id of this.carried ?? []) {
      const row = this.ledger.get(id);
      const to = carriedOutcome(this.upstream.get(id) ?? "missing", over);
      if (row !== undefined && to !== "wait") row.state = to;
      if (to === "wait") continue;
      this.carried = (this.carried ?? []).filter((carried) => carried !== id);
    }
    if (this.carried?.length === 0) this.carried = null;
  }

  /** An uncertain sweep: the late call arrives within its time limit, if it does; looks follow each other. */
  resolve(): void {
    for (const [look, at] of [1_000, 4_000, 13_000].entries()) {
      if (this.bulkUnderWay && look === 0) {
        this.readBack("answer_lost", 100, 0);
        for (const id of this.carried ?? []) expect(this.ledger.get(id)?.state).toBe("UNCERTAIN");
        for (const [id] of this.upstream)
          if (this.carried?.includes(id) === true && this.upstream.get(id) === "Pending")
            this.upstream.set(id, "Approved");
        this.bulkUnderWay = false;
      }
      this.readBack("answer_lost", at, look);
    }
    expect(this.carried).toBeNull();
  }

  /** What the desk says is what RapidWorkers has. */
  check(): void {
    for (const [id, { verdict, state }] of this.ledger) {
      if (state === "APPLIED")
        expect(this.upstream.get(id)).toBe(verdict === "approve" ? "Approved" : "Rejected");
      if (state === "CONFLICT")
        expect(this.upstream.get(id)).toBe(verdict === "approve" ? "Rejected" : "Approved");
    }
    for (const [id, found] of this.upstream)
      if (found === "Approved") expect(this.ledger.get(id)?.verdict).toBe("approve");
  }
}

const pick = fc.nat(20);
const between = fc.constantFrom("nothing", "undo", "undo and reject", "reject sent", "outside" as const);
const step = fc.oneof(
  fc.constant({ do: "arrive" as const }),
  fc.constant({ do: "sync" as const }),
  fc.record({
    do: fc.constant("decide" as const),
    pick,
    verdict: fc.constantFrom("approve", "approve", "approve", "reject" as const),
  }),
  fc.constant({ do: "approve the rest" as const }),
  fc.record({ do: fc.constant("undo" as const), pick }),
  fc.record({ do: fc.constant("outside" as const), pick }),
  fc.record({
    do: fc.constant("single" as const),
    pick,
    verdict: fc.constantFrom("approve", "reject", "reject" as const),
  }),
  fc.record({
    do: fc.constant("sweep" as const),
    /** Reviewers finish their work first: all that they see is approved, all rejects are sent. */
    finished: fc.boolean(),
    pick,
    between,
    fault: fc.constantFrom("none", "none", "lost before", "lost after", "late" as const),
  }),
);

describe("a sweep, in a model of the vendor", () => {
  it("never approves a submission without an approve decision, given no arrival between read and bulk", () => {
    let swept = 0;
    fc.assert(
      fc.property(
        fc.boolean(),
        fc.boolean(),
        fc.integer({ min: 1, max: 8 }),
        fc.array(step, { maxLength: 25 }),
        (closed, leave, first, steps) => {
          const house = new House(closed, leave);
          for (let id = 0; id < first; id++) house.upstream.set(id, "Pending");
          house.sync();
          for (const each of steps) {
            switch (each.do) {
              case "arrive":
                house.arrive();
                break;
              case "sync":
                house.sync();
                break;
              case "decide":
                house.decide(each.pick, each.verdict);
                break;
              case "approve the rest":
                for (const _ of house.mirror) house.decide(0, "approve");
                break;
              case "undo":
                house.undo(each.pick);
                break;
              case "outside":
                house.outside(each.pick);
                break;
              case "single":
                house.single(each.pick, each.verdict);
                break;
              case "sweep":
                if (each.finished) house.finish();
                house.sweep(() => {
                  if (each.between === "undo" || each.between === "undo and reject") house.undo(each.pick);
                  if (each.between === "undo and reject") house.decide(each.pick, "reject");
                  if (each.between === "reject sent") {
                    house.undo(each.pick);
                    house.decide(each.pick, "reject");
                    house.single(each.pick, "reject");
                  }
                  if (each.between === "outside") house.outside(each.pick);
                }, each.fault);
                if (house.carried !== null) house.resolve();
                break;
            }
            house.check();
          }
          swept += house.bulks;
        },
      ),
      { numRuns: 20_000 },
    );
    // The histories do come to bulk calls: a model that never sweeps proves nothing.
    expect(swept).toBeGreaterThan(1_000);
  }, 20_000);
});
