import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  currentOf,
  mayDecide,
  newSession,
  type ReviewSession,
  type SessionEvent,
  sessionAfter,
} from "@/components/review/session";
import { keyOf } from "@/components/review/submission-key";
import { aSubmission } from "@/components/review/testing";

const ids = (session: ReviewSession) => session.queue.map((item) => item.id);
const key = (id: number) => keyOf(aSubmission(id));
const after = (events: SessionEvent[], start = newSession()) => events.reduce(sessionAfter, start);
const claimed = (numbers: number[], askedAt = 0): SessionEvent => ({
  type: "claimed",
  items: numbers.map((id) => aSubmission(id)),
  askedAt,
});

describe("what is leased", () => {
  it("leaves the queue once the desk no longer leases it, and is gone while it is on screen", () => {
    const session = after([claimed([1, 2, 3]), claimed([3, 4], 10)]);
    expect([ids(session), session.gone, currentOf(session)?.id]).toEqual([[1, 3, 4], true, 1]);
    expect(ids(after([claimed([1, 3, 4], 20)], session))).toEqual([1, 3, 4]);
    expect(after([claimed([1, 3, 4], 20)], session).gone).toBe(false);
  });

  it("does not touch where the review began, for that was never leased", () => {
    const session = after([claimed([1, 2], 5), claimed([1, 2], 9)], newSession([], aSubmission(40)));
    expect([currentOf(session)?.id, session.gone]).toEqual([40, false]);
    expect(ids(session)).toEqual([40, 1, 2]);
  });

  it("does not touch what was taken back, for its lease ended with the decision", () => {
    const session = after([
      claimed([1, 2, 3]),
      { type: "decided", key: key(1) },
      { type: "closed", key: key(1), at: 2 },
      { type: "reopened", submission: aSubmission(1), show: true },
      { type: "reopenConfirmed", key: key(1), at: 4 },
      claimed([2, 3, 4], 9),
    ]);
    expect([currentOf(session)?.id, session.gone, ids(session)]).toEqual([1, false, [1, 2, 3, 4]]);
  });
});

type Step =
  | { do: "decide" | "next" | "previous" | "undo" | "confirm" | "claim" | "answer" }
  | { do: "arrives" | "othersTake" | "othersGiveBack"; id: number };
const steps = fc.array(
  fc.oneof(
    fc.record({
      do: fc.constantFrom(...(["decide", "next", "previous", "undo", "confirm", "claim", "answer"] as const)),
    }),
    fc.record({
      do: fc.constantFrom(...(["arrives", "othersTake", "othersGiveBack"] as const)),
      id: fc.integer({ min: 1, max: 12 }),
    }),
  ) as fc.Arbitrary<Step>,
  { maxLength: 60 },
);

/** A desk that leases: what is open, whose each lease is; a lease may run out and go to others at any time. */
function walk(limit: number, plan: Step[]): void {
  let clock = 0;
  const open = new Set([1, 2, 3, 4, 5, 6]);
  const mine = new Set<number>();
  const others = new Set<number>();
  const unconfirmed: { id: number; open: boolean }[] = [];
  const decided: number[] = [];
  let answers: SessionEvent[] = [];
  let session = newSession();

  const claim = (most: number) => {
    const keep = ids(session);
    for (const id of mine) if (!keep.includes(id) || !open.has(id)) mine.delete(id);
    for (const id of [...open].toSorted((a, b) => a - b))
      if (mine.size < most && !others.has(id)) mine.add(id);
    // Runs never overlap, so only the newest answer arrives.
    answers = [claimed([...mine], clock)];
  };
  const confirm = () => {
    const next = unconfirmed.shift();
    if (next === undefined) return;
    if (next.open) open.add(next.id);
    else open.delete(next.id);
    mine.delete(next.id);
    const at = ++clock;
    session = sessionAfter(
      session,
      next.open
        ? { type: "reopenConfirmed", key: key(next.id), at }
        : { type: "closed", key: key(next.id), at },
    );
  };
  const touched = (id: number) => unconfirmed.some((one) => one.id === id) || decided.includes(id);

  for (const step of plan) {
    clock += 1;
    const shown = currentOf(session);
    if (step.do === "decide" && shown !== null && mayDecide(session, keyOf(shown))) {
      session = sessionAfter(session, { type: "decided", key: keyOf(shown) });
      unconfirmed.push({ id: shown.id, open: false });
      decided.push(shown.id);
      expect(ids(session)).not.toContain(shown.id);
    } else if (step.do === "undo") {
      const id = decided.pop();
      if (id === undefined || unconfirmed.some((one) => one.id === id)) continue;
      session = sessionAfter(session, { type: "reopened", submission: aSubmission(id), show: true });
      unconfirmed.push({ id, open: true });
      expect(currentOf(session)?.id).toBe(id);
    } else if (step.do === "next" || step.do === "previous")
      session = sessionAfter(session, { type: step.do });
    else if (step.do === "confirm") confirm();
    else if (step.do === "claim") claim(limit);
    else if (step.do === "arrives") {
      if (!touched(step.id)) open.add(step.id);
    } else if (step.do === "othersTake") {
      if (open.has(step.id) && !touched(step.id)) {
        mine.delete(step.id);
        others.add(step.id);
      }
    } else if (step.do === "othersGiveBack") others.delete(step.id);
    else if (step.do === "answer") {
      const event = answers.shift();
      if (event === undefined) continue;
      session = sessionAfter(session, event);
      if (shown !== null) expect(currentOf(session)?.id).toBe(shown.id);
    }
    expect(new Set(ids(session)).size).toBe(session.queue.length);
    for (const { id } of unconfirmed.filter((one) => !one.open && !isReopened(unconfirmed, one.id)))
      expect(ids(session)).not.toContain(id);
  }

  while (unconfirmed.length > 0) confirm();
  others.clear();
  clock += 1;
  claim(99);
  for (const event of answers) session = sessionAfter(session, event);
  const left = ids(session).filter((id) => !(session.gone && key(id) === session.current));
  expect(left.toSorted((a, b) => a - b)).toEqual([...open].toSorted((a, b) => a - b));
}

const isReopened = (all: { id: number; open: boolean }[], id: number) =>
  all.some((one) => one.id === id && one.open);

it("in any order never offers what was decided here, never moves what is on screen, and never loses one", () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 8 }), steps, walk), { numRuns: 1000 });
});
