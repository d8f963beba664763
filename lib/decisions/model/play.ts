import assert from "node:assert/strict";
import { type Held, type Item, type Ledger, type Row, TIMEOUT } from "@/lib/decisions/model/ledger";
import { isFinal } from "@/lib/decisions/model/reference-ledger";
import { type Seen, type Step, SUBMISSIONS } from "@/lib/decisions/model/steps";
import { type Answer, lostAnswer, type Reply, shownAs, VendorModel } from "@/lib/decisions/model/vendor";
import { outcomeOf, readBackOutcome } from "@/lib/decisions/outcome";
import { LIVE_STATES } from "@/lib/decisions/states";

/** A request on its way. `arrived`: the vendor has dealt with it; `dropped`: nobody waits for the answer. */
type Request = Held & { arrived: boolean; answer: Answer | null; dropped: boolean };
type Look = Held & { seen: Seen; at: number };

/** How long after it was claimed a request can still reach the vendor: less than the grace of its verdict (outcome.ts). */
const reachesFor = ({ verdict }: Held) => (verdict === "approve" ? 2 : 4) * TIMEOUT;

/** Plays a history on one ledger, or on two that must agree, against the vendor, and watches what must always hold. */
export class Play {
  readonly vendor = new VendorModel(SUBMISSIONS);
  #now = 0;
  #requests: Request[] = [];
  #looks: Look[] = [];
  #decided: { person: number; items: Item[]; key: string }[] = [];
  #before: Row[] = [];
  /** Decisions that a read-back found pending, after their grace, in this step. */
  #foundPending = new Set<number>();

  constructor(
    readonly ledger: Ledger,
    /** Follows every step and must come to the same. */
    private follower?: Ledger,
  ) {}

  async run(steps: readonly Step[]): Promise<void> {
    for (const step of steps) {
      this.#foundPending.clear();
      await this.#do(step);
      await this.#holds();
    }
  }

  /**
   * Lets everything come to its end with a vendor that works: nothing that was acknowledged may be left over. The
   * follower is left behind: for hours to pass, its clock would have to be exact.
   */
  async end(): Promise<void> {
    this.follower = undefined;
    for (let round = 0; round < 40; round++) {
      if ((await this.ledger.rows()).every(({ state }) => isFinal(state))) return;
      for (const step of [
        { do: "pass", seconds: 301 },
        { do: "hear", nth: 0 },
        { do: "write", nth: 0 },
        { do: "mirror" },
        { do: "promote" },
        { do: "expire" },
        { do: "send", replica: 0, reply: "ordinary" },
        { do: "look", replica: 0, places: 9, blind: false },
      ] as const)
        await this.run([step]);
      while (this.#looks.length > 0) await this.run([{ do: "write", nth: 0 }]);
    }
    throw new Error(`left over: ${JSON.stringify(await this.ledger.rows())}`);
  }

  async #do(step: Step): Promise<void> {
    switch (step.do) {
      case "decide":
        return this.#decide({ person: step.person, items: step.items, key: crypto.randomUUID() });
      case "repeat": {
        const again = pick(this.#decided, step.nth);
        return again && this.#decide(again);
      }
      case "undo": {
        const row = pick(await this.ledger.rows(), step.nth);
        if (row !== undefined) await this.#both((ledger) => ledger.undo(step.person, row.decision));
        return;
      }
      case "promote":
        return this.#both((ledger) => ledger.promote());
      case "expire":
        return this.#both((ledger) => ledger.expireLeases());
      case "claim":
        return void (await this.#claim(step.replica, step.places));
      case "arrive":
        return this.#arrive(pick(this.#onTheirWay(), step.nth), step.reply);
      case "hear":
        return this.#hear(
          pick(
            this.#requests.filter(({ dropped }) => !dropped),
            step.nth,
          ),
        );
      case "send":
        for (const request of await this.#claim(step.replica, 1)) {
          await this.#arrive(request, step.reply);
          await this.#hear(request);
        }
        return;
      case "drop": {
        const gone = pick([...this.#requests, ...this.#looks], step.nth);
        for (const request of this.#requests) if (request === gone) request.dropped = true;
        this.#looks = this.#looks.filter((look) => look !== gone);
        return;
      }
      case "restart":
        for (const request of this.#requests) if (request.replica === step.replica) request.dropped = true;
        this.#looks = this.#looks.filter(({ replica }) => replica !== step.replica);
        return this.#both((ledger) => ledger.restart(step.replica));
      case "look":
        return void (await this.#look(step.replica, step.places, step.blind));
      case "turn":
        await this.#both((ledger) => ledger.promote());
        await this.#both((ledger) => ledger.expireLeases());
        for (const look of await this.#look(step.replica, SUBMISSIONS, false)) await this.#write(look);
        return void (await this.#claim(step.replica, SUBMISSIONS));
      case "write":
        return this.#write(pick(this.#looks, step.nth));
      case "outside":
        return this.vendor.decideOutside(step.submission, step.verdict);
      case "mirror":
        for (const [submission, status] of this.vendor.statuses.entries())
          await this.#both((ledger) => ledger.learn(submission, status));
        return;
      case "pass":
        this.#now += step.seconds;
        return this.#both((ledger) => ledger.pass(step.seconds));
    }
  }

  async #decide(request: { person: number; items: Item[]; key: string }): Promise<void> {
    if (!this.#decided.includes(request)) this.#decided.push(request);
    await this.#both((ledger) => ledger.decide(request.person, request.items, request.key));
  }

  async #claim(replica: number, places: number): Promise<Request[]> {
    const rows = await this.#twice((ledger, choice) => ledger.claim(replica, places, choice));
    const requests = rows.map((row) => ({ ...row, arrived: false, answer: null, dropped: false }));
    this.#requests.push(...requests);
    return requests;
  }

  #onTheirWay(): Request[] {
    return this.#requests.filter(
      (request) => !request.arrived && this.#now - request.sentAt < reachesFor(request),
    );
  }

  async #arrive(request: Request | undefined, reply: Reply): Promise<void> {
    if (request === undefined) return;
    // Somebody gave up waiting: that it never left is no longer among what can have happened.
    if (request.answer !== null && (reply === "never left" || reply === "not sent")) return;
    const effects = this.vendor.effects.length;
    const answer = this.vendor.receive(request, reply);
    request.arrived = true;
    request.answer ??= answer;
    if (this.vendor.effects.length > effects) await this.#effectIsWanted(request);
  }

  async #hear(request: Request | undefined): Promise<void> {
    if (request === undefined) return;
    request.dropped = true;
    request.answer ??= lostAnswer(request.verdict);
    const outcome = outcomeOf(request.verdict, request.answer);
    await this.#both((ledger) => ledger.settle(request, outcome));
  }

  async #look(replica: number, places: number, blind: boolean): Promise<Look[]> {
    const rows = await this.#twice((ledger, choice) => ledger.claimForReadBack(replica, places, choice));
    const looks = rows.map(
      (row): Look => ({
        ...row,
        seen: blind ? "missing" : (this.vendor.statuses[row.submission] ?? "missing"),
        at: this.#now,
      }),
    );
    this.#looks.push(...looks);
    return looks;
  }

  async #write(look: Look | undefined): Promise<void> {
    if (look === undefined) return;
    this.#looks = this.#looks.filter((other) => other !== look);
    const outcome = readBackOutcome(
      look.seen,
      {
        verdict: look.verdict,
        code: look.code ?? "answer_lost",
        message: look.message,
        sinceSentMs: (look.at - look.sentAt) * 1000,
        readBacks: look.readBacks,
        attempts: look.attempt,
      },
      TIMEOUT * 1000,
    );
    if (look.seen === "Pending" && look.at - look.sentAt >= reachesFor(look))
      this.#foundPending.add(look.decision);
    await this.#both((ledger) => ledger.settle(look, outcome));
  }

  /** One effect of a verdict at most, and only of the decision that stands. */
  async #effectIsWanted({ decision, submission, verdict }: Request): Promise<void> {
    const same = this.vendor.effects.filter(
      (one) => one.submission === submission && one.verdict === verdict,
    );
    assert.equal(same.length, 1, "a second effect of the same verdict");
    const rows = await this.ledger.rows();
    const live = rows.filter((row) => row.submission === submission && isLive(row));
    assert.deepEqual(
      live.map((row) => [row.decision, row.verdict]),
      [[decision, verdict]],
      "an effect that nobody wants any more",
    );
  }

  /** What must hold after every step. */
  async #holds(): Promise<void> {
    const rows = await this.ledger.rows();
    if (this.follower !== undefined) assert.deepEqual(await this.follower.rows(), rows);
    const live = rows.filter(isLive).map((row) => row.submission);
    assert.equal(new Set(live).size, live.length, "two live decisions of one submission");
    for (const { state, submission, verdict } of rows)
      if (state === "APPLIED") assert.equal(this.vendor.statuses[submission], shownAs(verdict));
    for (const { decision, state } of this.#before) {
      const now = rows[decision]?.state;
      if (isFinal(state)) assert.equal(now, state, "a final state is final");
      if (state === "UNCERTAIN" && (now === "QUEUED" || now === "SENDING"))
        assert.ok(
          this.#foundPending.has(decision) || this.#answeredLate(decision),
          "uncertain, and to be sent again without a read-back",
        );
    }
    this.#before = rows;
  }

  /** The vendor itself has said that it did nothing, after the lease: that is as good as a read-back. */
  #answeredLate(decision: number): boolean {
    const last = this.#requests.findLast((request) => request.decision === decision);
    return last !== undefined && last.answer !== null && outcomeOf(last.verdict, last.answer).to === "QUEUED";
  }

  async #both<T>(act: (ledger: Ledger) => Promise<T>): Promise<void> {
    const one = await act(this.ledger);
    if (this.follower !== undefined) assert.deepEqual(await act(this.follower), one);
  }

  /** Rows that one ledger takes, and the other must be able to take as well. The model's clock counts. */
  async #twice(act: (ledger: Ledger, choice?: readonly number[]) => Promise<Held[]>): Promise<Held[]> {
    const taken = await act(this.ledger);
    if (this.follower === undefined) return taken;
    const followed = await act(
      this.follower,
      taken.map(({ decision }) => decision),
    );
    const asTaken = (rows: Held[]) => rows.map((row) => ({ ...row, sentAt: 0 }));
    assert.deepEqual(asTaken(followed), asTaken(taken));
    return followed;
  }
}

const isLive = ({ state }: Row) => LIVE_STATES.some((live) => live === state);

const pick = <T>(all: readonly T[], nth: number): T | undefined => all[nth % Math.max(1, all.length)];
