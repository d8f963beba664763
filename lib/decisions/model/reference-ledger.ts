import {
  type Held,
  type Item,
  type Ledger,
  READ_BACK_LEASE,
  type Row,
  SEND_LEASE,
  type Told,
  UNDO_WINDOW,
} from "@/lib/decisions/model/ledger";
import { shownAs, type Status } from "@/lib/decisions/model/vendor";
import type { Outcome, ReadBackOutcome } from "@/lib/decisions/outcome";
import { LIVE_STATES, UNDOABLE_STATES } from "@/lib/decisions/states";
import type { DecisionState } from "@/lib/decisions/schema";

type Entry = Row & {
  person: number;
  heldUntil: number;
  dueAt: number;
  sentAt: number;
  attempts: number;
  message: string | null;
  lease: { owner: number; until: number } | null;
};

const among = (states: readonly DecisionState[], state: DecisionState) => states.includes(state);

/** The state machine of the design in memory, for one thing at a time: how the real ledger must behave. */
export class ReferenceLedger implements Ledger {
  #now = 0;
  readonly #entries: Entry[] = [];
  readonly #answers = new Map<string, Told[]>();
  readonly #mirror: Status[];
  readonly #incarnations = [0, 1];

  constructor(submissions: number) {
    this.#mirror = Array.from({ length: submissions }, () => "Pending");
  }

  async decide(person: number, items: Item[], key: string): Promise<Told[]> {
    const before = this.#answers.get(key);
    if (before !== undefined) return before;
    const told = items.map(({ submission, verdict }): Told => {
      if (this.#entries.some((row) => row.submission === submission && among(LIVE_STATES, row.state)))
        return "already_decided";
      if (this.#mirror[submission] !== "Pending") return "decided_on_rapidworkers";
      const heldUntil = this.#now + UNDO_WINDOW;
      const decision = this.#entries.length;
      this.#entries.push({
        decision,
        submission,
        verdict,
        person,
        state: "HELD",
        code: null,
        message: null,
        heldUntil,
        dueAt: heldUntil,
        sentAt: 0,
        attempts: 0,
        readBacks: 0,
        lease: null,
      });
      return decision;
    });
    this.#answers.set(key, told);
    return told;
  }

  async undo(person: number, decision: number): ReturnType<Ledger["undo"]> {
    const row = this.#entry(decision);
    if (row.person !== person) return "not_yours";
    if (row.state === "UNDONE") return "undone";
    if (!among(UNDOABLE_STATES, row.state)) return "too_late";
    row.state = "UNDONE";
    return "undone";
  }

  async promote(): Promise<void> {
    for (const row of this.#in("HELD")) if (row.heldUntil <= this.#now) row.state = "QUEUED";
  }

  async expireLeases(): Promise<void> {
    for (const row of this.#in("SENDING"))
      if (row.lease !== null && row.lease.until <= this.#now)
        Object.assign(row, {
          state: "UNCERTAIN",
          code: "desk_stopped",
          message: null,
          dueAt: this.#now,
          lease: null,
        });
  }

  async claim(replica: number, places: number, choice?: readonly number[]): Promise<Held[]> {
    const due = this.#in("QUEUED").filter(
      ({ dueAt, submission }) => dueAt <= this.#now && this.#mirror[submission] === "Pending",
    );
    return chosen(due, places, choice).map((row) => {
      row.state = "SENDING";
      row.attempts++;
      row.readBacks = 0;
      row.sentAt = this.#now;
      row.code = row.message = null;
      row.lease = { owner: this.#owner(replica), until: this.#now + SEND_LEASE };
      return this.#held(row, replica);
    });
  }

  async claimForReadBack(replica: number, places: number, choice?: readonly number[]): Promise<Held[]> {
    const due = this.#in("UNCERTAIN").filter(
      ({ dueAt, lease }) => dueAt <= this.#now && (lease === null || lease.until <= this.#now),
    );
    return chosen(due, places, choice).map((row) => {
      row.lease = { owner: this.#owner(replica), until: this.#now + READ_BACK_LEASE };
      return this.#held(row, replica);
    });
  }

  async settle(held: Held, outcome: Outcome | ReadBackOutcome): Promise<boolean> {
    const row = this.#entry(held.decision);
    const late = outcome.to === "APPLIED" && row.state === "QUEUED";
    if (row.state !== "SENDING" && row.state !== "UNCERTAIN" && !late) return false;
    const shown = outcome.to === "APPLIED" || outcome.to === "CONFLICT";
    if (!shown && row.attempts !== held.attempt) return false;
    const final = shown || outcome.to === "REFUSED";
    if (!final && row.lease?.owner !== this.#owner(held.replica)) return false;
    row.state = outcome.to;
    row.lease = null;
    row.code = outcome.to === "APPLIED" ? null : outcome.code;
    row.message = outcome.to === "APPLIED" ? null : outcome.message;
    if (outcome.to === "APPLIED") this.#mirror[row.submission] = shownAs(row.verdict);
    if (outcome.to === "CONFLICT")
      this.#mirror[row.submission] = row.verdict === "approve" ? "Rejected" : "Approved";
    if (outcome.to === "QUEUED") row.dueAt = this.#now + ("waitMs" in outcome ? outcome.waitMs / 1000 : 0);
    else if (outcome.to === "UNCERTAIN" && "waitMs" in outcome) {
      row.readBacks = held.readBacks + 1;
      row.dueAt = this.#now + outcome.waitMs / 1000;
    } else if (outcome.to === "UNCERTAIN") row.dueAt = this.#now + (outcome.code === "answer_lost" ? 1 : 0);
    // The mirror may have learnt of a verdict while this was under way, and left it alone.
    this.#settleBy(row.submission);
    return true;
  }

  async learn(submission: number, status: Status): Promise<void> {
    if (this.#mirror[submission] !== "Pending" || status === "Pending") return;
    this.#mirror[submission] = status;
    this.#settleBy(submission);
  }

  async restart(replica: number): Promise<void> {
    this.#incarnations[replica] = this.#owner(replica) + 2;
  }

  async pass(seconds: number): Promise<void> {
    this.#now += seconds;
  }

  async rows(): Promise<Row[]> {
    return this.#entries.map(({ decision, submission, verdict, state, code, readBacks }) => ({
      decision,
      submission,
      verdict,
      state,
      code,
      readBacks,
    }));
  }

  /** What waits on a submission that the mirror knows as decided ends by it; what is under way has its own answer. */
  #settleBy(submission: number): void {
    const status = this.#mirror[submission];
    if (status === "Pending") return;
    for (const row of this.#in("HELD", "QUEUED", "UNCERTAIN").filter(
      (one) => one.submission === submission,
    )) {
      const same = status === shownAs(row.verdict);
      row.state = same ? "APPLIED" : "CONFLICT";
      row.code = same ? "already_so" : "decided_otherwise";
      row.lease = null;
    }
  }

  #in(...states: DecisionState[]): Entry[] {
    return this.#entries.filter(({ state }) => states.includes(state));
  }

  #entry(decision: number): Entry {
    const row = this.#entries[decision];
    if (row === undefined) throw new Error(`no decision ${decision}`);
    return row;
  }

  #owner(replica: number): number {
    return this.#incarnations[replica] ?? replica;
  }

  #held(row: Entry, replica: number): Held {
    const { decision, submission, verdict, sentAt, code, message, readBacks } = row;
    return {
      decision,
      replica,
      submission,
      verdict,
      sentAt,
      attempt: row.attempts,
      code,
      message,
      readBacks,
    };
  }
}

/** The oldest `places` of what is due; or what the other ledger took, if it may take that and leaves no place empty. */
function chosen(due: Entry[], places: number, choice?: readonly number[]): Entry[] {
  if (choice === undefined) return due.slice(0, places);
  const taken = due.filter(({ decision }) => choice.includes(decision));
  if (taken.length !== choice.length || taken.length < Math.min(places, due.length))
    throw new Error(`took ${choice} of ${due.map(({ decision }) => decision)}, ${places} at most`);
  return choice.map((decision) => {
    const row = taken.find((one) => one.decision === decision);
    if (row === undefined) throw new Error(`no decision ${decision}`);
    return row;
  });
}

/** Whether nothing can happen to a decision in this state any more. */
export const isFinal = (state: DecisionState): boolean =>
  among(["APPLIED", "REFUSED", "CONFLICT", "UNDONE"], state);
