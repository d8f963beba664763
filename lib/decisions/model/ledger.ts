import type { Status } from "@/lib/decisions/model/vendor";
import type { Outcome, OutcomeCode, ReadBackOutcome } from "@/lib/decisions/outcome";
import type { DecisionState, Verdict } from "@/lib/decisions/schema";

/** A decision in the model's words: numbers in the order in which the ledger took them, times in seconds. */
export type Row = {
  decision: number;
  submission: number;
  verdict: Verdict;
  state: DecisionState;
  code: OutcomeCode | null;
  readBacks: number;
};

/** What a dispatcher or reader of `replica` holds of a row: as it was when it was claimed. */
export type Held = {
  decision: number;
  replica: number;
  submission: number;
  verdict: Verdict;
  /** When the request left (the model's clock) and which attempt it was. */
  sentAt: number;
  attempt: number;
  code: OutcomeCode | null;
  message: string | null;
  readBacks: number;
};

export type Item = { submission: number; verdict: Verdict };
/** What became of each item: the decision's number, or why there is none. */
export type Told = number | "already_decided" | "decided_on_rapidworkers";

/**
 * What can be done to a ledger. The reference (in memory) and the real one (in the database) are driven through this and
 * must tell the same. `choice`: which rows the other one took, where the order is not the model's business.
 */
export interface Ledger {
  decide(person: number, items: Item[], key: string): Promise<Told[]>;
  undo(person: number, decision: number): Promise<"undone" | "not_yours" | "too_late">;
  promote(): Promise<void>;
  expireLeases(): Promise<void>;
  claim(replica: number, places: number, choice?: readonly number[]): Promise<Held[]>;
  settle(held: Held, outcome: Outcome | ReadBackOutcome): Promise<boolean>;
  claimForReadBack(replica: number, places: number, choice?: readonly number[]): Promise<Held[]>;
  /** The mirror learns a status. */
  learn(submission: number, status: Status): Promise<void>;
  /** The process of this replica ends; the one that takes its place is another to all leases. */
  restart(replica: number): Promise<void>;
  pass(seconds: number): Promise<void>;
  rows(): Promise<Row[]>;
}

/** The real time limit, grace and leases, in seconds. */
export const TIMEOUT = 15;
export const SEND_LEASE = TIMEOUT + 10;
export const READ_BACK_LEASE = TIMEOUT + 10;
export const UNDO_WINDOW = 5;
