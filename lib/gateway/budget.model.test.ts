import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDesk } from "@/e2e/support/test-desk";
import { db } from "@/lib/db/client";
import { type CallEnd, type Reservation, recordCall, reserveCall } from "@/lib/gateway/budget";
import type { Purpose } from "@/lib/gateway/purpose";
import { busiestHour, ReferenceBudget } from "@/lib/gateway/reference-budget";

const LIMIT = 12;
const TIMEOUT_S = 60;

type Step =
  | { do: "reserve"; purpose: Purpose; times: number }
  /** Ends the `nth` of the calls that run. */
  | { do: "end"; nth: number; says: CallEnd["says"]; retryAfterSeconds: number }
  /** The process of the `nth` running call dies. */
  | { do: "die"; nth: number }
  | { do: "pass"; seconds: number };

const purposes: Purpose[] = ["decision", "order", "person", "background"];
const says: CallEnd["says"][] = ["usable", "usable", "neutral", "rate_limited", "key_refused", "vendor_down"];
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("reserve" as const),
      purpose: fc.constantFrom(...purposes),
      times: fc.integer({ min: 1, max: 4 }),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("end" as const),
      nth: fc.nat(8),
      says: fc.constantFrom(...says),
      retryAfterSeconds: fc.integer({ min: 1, max: 90 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("die" as const), nth: fc.nat(8) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("pass" as const),
      seconds: fc.constantFrom(1, 2, 30, 59, 61, 900, 1_800, 3_540, 3_599, 3_600, 3_660),
    }),
  },
);

/** What a step does to both sides; `real` is left out where only the reference is put to the proof. */
async function play(steps: readonly Step[], reference: ReferenceBudget, real?: RealBudget): Promise<void> {
  let running: number[] = [];
  for (const step of steps) {
    // No request outlasts its time limit; whoever has not ended by then has died.
    running = running.filter((number) => reference.now - (reference.log[number]?.start ?? 0) <= TIMEOUT_S);
    const nth = "nth" in step ? running[step.nth % Math.max(1, running.length)] : undefined;
    if (step.do === "reserve")
      for (let time = 0; time < step.times; time++) {
        const answer = reference.reserve(step.purpose);
        if (typeof answer === "number") running.push(answer);
        await real?.reserve(step.purpose, answer);
      }
    else if (step.do === "end" && nth !== undefined) {
      running = running.filter((number) => number !== nth);
      reference.end(nth, step);
      await real?.end(nth, step);
    } else if (step.do === "die" && nth !== undefined) running = running.filter((number) => number !== nth);
    else if (step.do === "pass") {
      reference.now += step.seconds;
      await real?.pass(step.seconds);
    }
    await real?.agrees(reference);
    expect(reference.counted().length).toBeLessThanOrEqual(LIMIT);
  }
  expect(busiestHour(reference.log, ({ start }) => start)).toBeLessThanOrEqual(LIMIT);
  expect(busiestHour(reference.log, ({ end }) => end)).toBeLessThanOrEqual(LIMIT);
}

/** The budget in the database. Time passes by making everything older. */
class RealBudget {
  readonly #calls: (Reservation & { ok: true })[] = [];
  readonly #began = performance.now();

  constructor(readonly accountKeyId: string) {}

  async reserve(purpose: Purpose, expected: ReturnType<ReferenceBudget["reserve"]>): Promise<void> {
    const answer = await reserveCall({ accountKeyId: this.accountKeyId, endpoint: "approve", purpose });
    if (answer.ok) this.#calls.push(answer);
    // Which of two closed doors is named when both open in the same second is chance.
    const said = (reason: string) => (reason === "budget_full" ? "full" : "closed");
    expect(answer.ok ? "taken" : said(answer.pause.reason)).toBe(
      typeof expected === "number" ? "taken" : said(expected.reason),
    );
  }

  async end(number: number, end: Pick<CallEnd, "says" | "retryAfterSeconds">): Promise<void> {
    const call = this.#calls[number];
    if (call === undefined) throw new Error(`no call ${number}`);
    const bare = { status: null, durationMs: 1, failure: null };
    await recordCall({ ...call, accountKeyId: this.accountKeyId }, { ...bare, ...end });
    // The next reservation is a later one, by the database's milliseconds too.
    await new Promise((resolve) => setTimeout(resolve, 2));
  }

  async pass(seconds: number): Promise<void> {
    for (const call of this.#calls) call.reservedAt = new Date(call.reservedAt.getTime() - seconds * 1000);
    await db().$executeRaw`
      WITH paused AS (UPDATE pause SET since = since - ${seconds} * interval '1 second',
                                       until = until - ${seconds} * interval '1 second')
      UPDATE upstream_call SET
        reserved_at = reserved_at - ${seconds} * interval '1 second',
        ended_at = ended_at - ${seconds} * interval '1 second',
        counted_until = counted_until - ${seconds} * interval '1 second'`;
  }

  /** The same places and doors on both sides, to the second. */
  async agrees(reference: ReferenceBudget): Promise<void> {
    const marks = await db().$queryRaw<{ reason: string; strikes: number; wait: number | null }[]>`
      SELECT reason, strikes, ceil(extract(epoch FROM until - clock_timestamp()))::int AS wait
      FROM pause ORDER BY reason`;
    const places = await db().$queryRaw<{ wait: number }[]>`
      SELECT ceil(extract(epoch FROM counted_until - clock_timestamp()))::int AS wait
      FROM upstream_call WHERE counted_until > clock_timestamp() ORDER BY 1`;
    const expected = {
      marks: reference.marks().map(({ until, ...mark }) => ({
        ...mark,
        wait: until === null ? null : until - reference.now,
      })),
      places: reference.counted().map(({ countedUntil }) => countedUntil - reference.now),
    };
    // Steps take milliseconds, which add up to less than a second; a machine that stalls proves nothing.
    fc.pre(performance.now() - this.#began < 900);
    expect({ marks, places: places.map(({ wait }) => wait) }).toEqual(expected);
  }
}

describe("the budget", () => {
  it("by its rules never lets any hour hold more than the limit, by start or by end of the calls", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60 }), (steps) =>
        play(steps, new ReferenceBudget(LIMIT, TIMEOUT_S)),
      ),
      { numRuns: 10_000 },
    );
  });

  let desk: Awaited<ReturnType<typeof testDesk>>;
  let accountKeyId = "";
  beforeAll(async () => {
    desk = await testDesk({
      RAPIDWORKERS_HOURLY_LIMIT: `${LIMIT}`,
      RAPIDWORKERS_TIMEOUT_MS: `${TIMEOUT_S * 1000}`,
    });
    accountKeyId = (await desk.accountKey("a-key")).id;
  });
  afterAll(() => desk.close());

  it("in the database does at every step what its rules say", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 20 }), async (steps) => {
        await db().$executeRaw`TRUNCATE upstream_call, pause`;
        await play(steps, new ReferenceBudget(LIMIT, TIMEOUT_S), new RealBudget(accountKeyId));
      }),
      { numRuns: 300 },
    );
  }, 120_000);
});
