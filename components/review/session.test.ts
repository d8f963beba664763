import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  currentOf,
  mayDecide,
  newSession,
  type ReviewSession,
  type SessionEvent,
  sessionAfter,
  upcomingOf,
} from "@/components/review/session";
import { keyOf, type SubmissionKey } from "@/components/review/submission-key";
import { aSubmission } from "@/components/review/testing";

const ids = (session: ReviewSession) => session.queue.map((item) => item.id);
const key = (id: number) => keyOf(aSubmission(id));
const after = (events: SessionEvent[], start = newSession()) => events.reduce(sessionAfter, start);
const listed = (numbers: number[], askedAt = 0, hasMore = false): SessionEvent => ({
  type: "listed",
  items: numbers.map((id) => aSubmission(id)),
  askedAt,
  hasMore,
});

describe("walking", () => {
  it("moves along the queue and stays at its ends", () => {
    const at3 = after([listed([1, 2, 3]), { type: "next" }, { type: "next" }, { type: "next" }]);
    expect(currentOf(at3)?.id).toBe(3);
    const at1 = after([{ type: "previous" }, { type: "previous" }, { type: "previous" }], at3);
    expect(currentOf(at1)?.id).toBe(1);
    expect(upcomingOf(at1, 5).map((item) => item.id)).toEqual([2, 3]);
  });

  it("shows the successor after a decision, and at the end what was passed over", () => {
    const passedOver = after([listed([1, 2, 3]), { type: "next" }, { type: "decided", key: key(2) }]);
    expect(currentOf(passedOver)?.id).toBe(3);
    expect(currentOf(after([{ type: "decided", key: key(3) }], passedOver))?.id).toBe(1);
  });

  it("begins where it is told and keeps that one until the desk's list covers it", () => {
    const session = after([listed([1, 2], 5, true)], newSession([], aSubmission(40)));
    expect(currentOf(session)?.id).toBe(40);
    expect(ids(session)).toContain(1);
  });
});

describe("what the desk tells", () => {
  it("drops what others decided, but never what is on screen", () => {
    const session = after([listed([1, 2, 3, 4]), listed([3, 4], 10)]);
    expect(currentOf(session)?.id).toBe(1);
    expect(session.gone).toBe(true);
    expect(mayDecide(session, key(1))).toBe(false);
    expect(ids(session)).toEqual([1, 3, 4]);
    expect(ids(after([{ type: "next" }], session))).toEqual([3, 4]);
  });

  it("keeps what lies beyond a list that is not all", () => {
    const session = after([listed([1, 2], 0, true), arrived([3, 4]), listed([2], 10, true)]);
    expect(ids(session)).toEqual([1, 2, 3, 4]);
  });

  it("does not show a decided one again because of a list that was asked for earlier", () => {
    const decided = after([listed([1, 2]), { type: "decided", key: key(1) }]);
    expect(ids(after([listed([1, 2], 90)], decided))).toEqual([2]);
    const closed = after([{ type: "closed", key: key(1), at: 100 }, listed([1, 2], 90)], decided);
    expect(ids(closed)).toEqual([2]);
    expect(ids(after([listed([1, 2], 101)], closed))).toEqual([1, 2]);
  });

  it("keeps a reopened one although an older list misses it", () => {
    const submission = aSubmission(1);
    const undone = after([
      listed([1, 2]),
      { type: "decided", key: key(1) },
      { type: "reopened", submission, show: true },
      listed([2], 50),
    ]);
    expect(currentOf(undone)?.id).toBe(1);
    expect(undone.gone).toBe(false);
    const confirmed = after([{ type: "reopenConfirmed", key: key(1), at: 60 }, listed([2], 70)], undone);
    expect(confirmed.gone).toBe(true);
  });

  it("does not begin with decisions that still wait in this tab", () => {
    expect(ids(after([listed([1, 2])], newSession([key(1)])))).toEqual([2]);
  });
});

function arrived(numbers: number[], askedAt = 0): SessionEvent {
  return { type: "arrived", items: numbers.map((id) => aSubmission(id)), askedAt };
}

/**
 * A desk and a person at random: the model knows which submissions are truly open. Lists may be asked for now and
 * arrive later, as over a network.
 */
type Step =
  | { do: "decide" | "next" | "previous" | "undo" | "confirm" | "ask" | "answer" | "page" }
  | { do: "decidedElsewhere" | "submitted"; id: number };
const steps = fc.array(
  fc.oneof(
    fc.record({
      do: fc.constantFrom(
        ...(["decide", "next", "previous", "undo", "confirm", "ask", "answer", "page"] as const),
      ),
    }),
    fc.record({
      do: fc.constantFrom(...(["decidedElsewhere", "submitted"] as const)),
      id: fc.integer({ min: 1, max: 12 }),
    }),
  ) as fc.Arbitrary<Step>,
  { maxLength: 60 },
);

describe("any order of decisions, undos, steps, arrivals and removals", () => {
  it("never decides another submission than the one shown, and never loses one", () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 8 }), steps, walk), { numRuns: 500 });
  });
});

function walk(listSize: number, plan: Step[]): void {
  let clock = 0;
  const open = new Set([1, 2, 3, 4, 5, 6]);
  const unconfirmed: { key: SubmissionKey; id: number; verdict: "close" | "open" }[] = [];
  const decided: number[] = [];
  const answers: SessionEvent[] = [];
  const sorted = () => [...open].toSorted((a, b) => a - b);
  let session = after([listed(sorted(), 0)]);

  const ask = () => {
    const all = sorted();
    answers.push(listed(all.slice(0, listSize), clock, all.length > listSize));
  };
  const confirm = () => {
    const next = unconfirmed.shift();
    if (next === undefined) return;
    // The desk commits first, then its answer arrives.
    if (next.verdict === "close") open.delete(next.id);
    else open.add(next.id);
    session = sessionAfter(
      session,
      next.verdict === "close"
        ? { type: "closed", key: next.key, at: ++clock }
        : { type: "reopenConfirmed", key: next.key, at: ++clock },
    );
  };

  for (const step of plan) {
    clock += 1;
    const before = session;
    const shown = currentOf(before);
    if (step.do === "decide" && shown !== null && mayDecide(before, keyOf(shown))) {
      session = sessionAfter(before, { type: "decided", key: keyOf(shown) });
      unconfirmed.push({ key: keyOf(shown), id: shown.id, verdict: "close" });
      decided.push(shown.id);
      expect(ids(session)).toEqual(ids(before).filter((id) => id !== shown.id));
    } else if (step.do === "undo") {
      const id = decided.pop();
      if (id === undefined || unconfirmed.some((one) => one.id === id && one.verdict === "close")) continue;
      session = sessionAfter(before, { type: "reopened", submission: aSubmission(id), show: true });
      unconfirmed.push({ key: key(id), id, verdict: "open" });
      expect(currentOf(session)?.id).toBe(id);
    } else if (step.do === "next" || step.do === "previous")
      session = sessionAfter(before, { type: step.do });
    else if (step.do === "confirm") confirm();
    else if (step.do === "ask") ask();
    else if (step.do === "decidedElsewhere") {
      if (!unconfirmed.some((one) => one.id === step.id)) open.delete(step.id);
    } else if (step.do === "submitted") {
      if (!decided.includes(step.id) && !unconfirmed.some((one) => one.id === step.id)) open.add(step.id);
    } else if (step.do === "answer" || step.do === "page") {
      const answer = answers.shift();
      const event: SessionEvent | undefined =
        answer?.type === "listed" && step.do === "page"
          ? { type: "arrived", items: answer.items, askedAt: answer.askedAt }
          : answer;
      if (event === undefined) continue;
      session = sessionAfter(before, event);
      // News from the desk never change what is on screen.
      if (shown !== null) expect(session.current).toBe(before.current);
    }
    const numbers = ids(session);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(currentOf(session) === null).toBe(numbers.length === 0);
    // What was decided here and not taken back is never offered again before the desk answered.
    for (const { id } of unconfirmed.filter((one, at) => isLast(unconfirmed, at) && one.verdict === "close"))
      expect(numbers).not.toContain(id);
  }

  while (unconfirmed.length > 0) confirm();
  clock += 1;
  session = sessionAfter(session, listed(sorted(), clock));
  expect(ids(session).filter((id) => !(session.gone && key(id) === session.current))).toEqual(sorted());
}

/** Whether no later word on the same submission waits for its answer. */
function isLast(all: { id: number }[], at: number): boolean {
  return all.findLastIndex((one) => one.id === all[at]?.id) === at;
}
