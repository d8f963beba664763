import { randomUUID } from "node:crypto";
import { db, transaction } from "@/lib/db/client";
import {
  type Claimed,
  claimForReadBack,
  claimForSending,
  expireLeases,
  promoteHeld,
} from "@/lib/decisions/claim";
import { decide } from "@/lib/decisions/decide";
import { type Held, type Item, type Ledger, type Row, type Told } from "@/lib/decisions/model/ledger";
import type { Status } from "@/lib/decisions/model/vendor";
import type { Outcome, OutcomeCode, ReadBackOutcome } from "@/lib/decisions/outcome";
import { settleFromMirror } from "@/lib/decisions/outside-changes";
import { settle } from "@/lib/decisions/settle";
import { undo } from "@/lib/decisions/undo";
import type { Permitted } from "@/lib/team/actor";

type Reviewer = Permitted<"submissions.decide">;

const FIRST_SUBMISSION = 100;

/**
 * The ledger itself, on the database, with its own functions; time passes by making its rows older, and a replica is a
 * name. `restart` gives it another, as a new process has.
 */
export class RealLedger implements Ledger {
  readonly #ids: string[] = [];
  readonly #claimed = new Map<string, Claimed>();
  readonly #replicas = [randomUUID(), randomUUID()];
  readonly #campaignId = randomUUID();
  #clock = 0;

  constructor(
    readonly people: readonly Reviewer[],
    /** Makes the process be this replica. */
    readonly become: (replica: string) => void,
  ) {}

  /** A campaign of its own with so many pending submissions; whatever an earlier ledger left is no longer open. */
  async open(submissions: number): Promise<void> {
    const campaignId = this.#campaignId;
    await db().$executeRaw`
      UPDATE decision SET state = 'UNDONE' WHERE state IN ('HELD', 'QUEUED', 'SENDING', 'UNCERTAIN')`;
    await db().$executeRaw`
      WITH c AS (
        INSERT INTO campaign (id, title, status, pay, total_availabilities, remaining_availabilities, pending, counters_at)
        VALUES (${campaignId}, 'A survey', 'Active', 0.5, 100, 100, ${submissions}, now()))
      INSERT INTO worker (id, name) VALUES (${campaignId}, 'Worker')`;
    await db().submission.createMany({
      data: Array.from({ length: submissions }, (_, n) => ({
        campaignId,
        id: BigInt(FIRST_SUBMISSION + n),
        workerId: campaignId,
        status: "Pending",
        submittedAt: new Date(),
      })),
    });
  }

  async decide(person: number, items: Item[], key: string): Promise<Told[]> {
    const result = await decide(
      this.#person(person),
      {
        idempotencyKey: key,
        items: items.map(({ submission, verdict }) => ({
          campaignId: this.#campaignId,
          submissionId: FIRST_SUBMISSION + submission,
          verdict,
          ...(verdict === "reject" ? { notes: "Wrong page" } : {}),
        })),
      },
      "request",
    );
    if (!result.ok) throw new Error(result.reason);
    return result.outcomes.map((outcome) => {
      if (outcome.status !== 202) {
        if (outcome.code === "not_found") throw new Error(outcome.message);
        return outcome.code;
      }
      if (!this.#ids.includes(outcome.id)) this.#ids.push(outcome.id);
      return this.#ids.indexOf(outcome.id);
    });
  }

  async undo(person: number, decision: number): ReturnType<Ledger["undo"]> {
    const result = await undo(this.#person(person), this.#id(decision), "request");
    if (result.ok) return "undone";
    if (result.reason === "not_found") throw new Error(`decision ${decision} is lost`);
    return result.reason;
  }

  async promote(): Promise<void> {
    await promoteHeld();
  }

  async expireLeases(): Promise<void> {
    await expireLeases();
  }

  async claim(replica: number, places: number): Promise<Held[]> {
    this.#be(replica);
    return this.#hold(replica, await claimForSending(places, true));
  }

  async claimForReadBack(replica: number, places: number): Promise<Held[]> {
    this.#be(replica);
    return this.#hold(replica, await claimForReadBack(places));
  }

  async settle(held: Held, outcome: Outcome | ReadBackOutcome): Promise<boolean> {
    this.#be(held.replica);
    const claimed = this.#claimed.get(nameOf(held));
    if (claimed === undefined) throw new Error(`nobody holds ${JSON.stringify(held)}`);
    return settle({ ...claimed, sentAt: new Date(claimed.sentAt.getTime() - this.#clock) }, outcome);
  }

  async learn(submission: number, status: Status): Promise<void> {
    if (status === "Pending") return;
    const submissionId = BigInt(FIRST_SUBMISSION + submission);
    // As the mirror does it: the row, and the ledger in the same transaction, if it was news.
    await transaction(async (tx) => {
      const { count } = await tx.submission.updateMany({
        where: { campaignId: this.#campaignId, id: submissionId, status: "Pending" },
        data: { status },
      });
      if (count > 0) await settleFromMirror(tx, [{ campaignId: this.#campaignId, submissionId, status }]);
    });
  }

  async restart(replica: number): Promise<void> {
    this.#replicas[replica] = randomUUID();
  }

  async pass(seconds: number): Promise<void> {
    this.#clock += seconds * 1000;
    await db().$executeRaw`
      UPDATE decision SET
        held_until = held_until - ${seconds} * interval '1 second', due_at = due_at - ${seconds} * interval '1 second',
        sent_at = sent_at - ${seconds} * interval '1 second',
        lease_until = lease_until - ${seconds} * interval '1 second'
      WHERE campaign_id = ${this.#campaignId}`;
  }

  async rows(): Promise<Row[]> {
    const rows = await db().decision.findMany({ where: { campaignId: this.#campaignId } });
    return this.#ids.map((id, decision) => {
      const row = rows.find((one) => one.id === id);
      if (row === undefined) throw new Error(`decision ${decision} is lost`);
      return {
        decision,
        submission: Number(row.submissionId) - FIRST_SUBMISSION,
        verdict: row.verdict,
        state: row.state,
        code: row.errorCode as OutcomeCode | null,
        readBacks: row.readBacks,
      };
    });
  }

  async #hold(replica: number, rows: Claimed[]): Promise<Held[]> {
    const attempts = await db().decision.findMany({
      where: { id: { in: rows.map(({ id }) => id) } },
      select: { id: true, attempts: true },
    });
    return rows.map((row) => {
      const held = {
        decision: this.#ids.indexOf(row.id),
        replica,
        submission: Number(row.submissionId) - FIRST_SUBMISSION,
        verdict: row.verdict,
        sentAt: 0,
        attempt: attempts.find(({ id }) => id === row.id)?.attempts ?? 0,
        code: row.errorCode as OutcomeCode | null,
        message: row.error,
        readBacks: row.readBacks,
      };
      // Its time of sending as it was at the beginning of the clock; `settle` makes it older again.
      this.#claimed.set(nameOf(held), { ...row, sentAt: new Date(row.sentAt.getTime() + this.#clock) });
      return held;
    });
  }

  #person(nth: number): Reviewer {
    const person = this.people[nth];
    if (person === undefined) throw new Error(`no person ${nth}`);
    return person;
  }

  #id(decision: number): string {
    const id = this.#ids[decision];
    if (id === undefined) throw new Error(`no decision ${decision}`);
    return id;
  }

  #be(replica: number): void {
    this.become(this.#replicas[replica] ?? "");
  }
}

const nameOf = ({ decision, attempt, readBacks, replica }: Held) =>
  `${decision}/${attempt}/${readBacks}/${replica}`;
