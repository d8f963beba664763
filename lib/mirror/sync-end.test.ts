import { describe, expect, it } from "vitest";
import { judgePass, type PassEnd } from "@/lib/mirror/sync-end";

const end = (fields: Partial<PassEnd>): PassEnd => ({
  scope: "Pending",
  readCount: 10,
  totalCount: 10,
  attempts: 0,
  vanished: 0,
  verdictsAgree: true,
  ...fields,
});
const known = { asked: false, never: false };
const done = { next: "done" };
const pass = (scope: "" | "Pending", attempts: number, wait: boolean) => ({
  next: "pass",
  scope,
  attempts,
  wait,
});

describe("judgePass", () => {
  it.each([
    ["pending list whole, verdicts agree", end({}), known, done],
    ["a list that does not say its length is trusted", end({ totalCount: null }), known, done],
    ["a pending row is gone: full read, in its time", end({ vanished: 1 }), known, pass("", 0, true)],
    ["verdicts differ: full read, in its time", end({ verdictsAgree: false }), known, pass("", 0, true)],
    ["a person asked: at once", end({ vanished: 1 }), { asked: true, never: false }, pass("", 0, false)],
    ["never read: at once", end({ verdictsAgree: false }), { asked: false, never: true }, pass("", 0, false)],
    [
      "never read, but a full pass missed rows already: in its time",
      end({ verdictsAgree: false, attempts: 1 }),
      { asked: true, never: true },
      pass("", 1, true),
    ],
    ["rows slipped between pending pages: again", end({ readCount: 9 }), known, pass("Pending", 1, false)],
    ["and again, but not for ever", end({ readCount: 9, attempts: 4 }), known, pass("", 4, true)],
    ["full list whole", end({ scope: "", verdictsAgree: false }), known, done],
    [
      "full list missed what arrived: read pending",
      end({ scope: "", readCount: 9 }),
      known,
      pass("Pending", 1, false),
    ],
    [
      "a list whose figures never add up is taken",
      end({ scope: "", readCount: 9, attempts: 4 }),
      known,
      done,
    ],
  ])("%s", (_, found, run, verdict) => {
    expect(judgePass(found, run)).toEqual(verdict);
  });
});
