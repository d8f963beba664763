import type { QueryKey } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { gatherInvalidations, keysOf } from "@/components/shell/invalidation";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function gathering() {
  const sent: QueryKey[] = [];
  return { sent, ...gatherInvalidations((key) => sent.push(key), 500) };
}

test("a lone event is passed on at once", () => {
  const { sent, add } = gathering();
  add([["budget"]]);
  expect(sent).toEqual([["budget"]]);
});

test("a burst costs one refetch per 500 ms and resource", () => {
  const { sent, add } = gathering();
  for (let i = 0; i < 100; i++) {
    add([["campaigns"], ["campaign", "a"]]);
    vi.advanceTimersByTime(10);
  }
  vi.advanceTimersByTime(1000);
  expect(sent.filter(([resource]) => resource === "campaigns")).toHaveLength(3);
  expect(sent.filter(([resource]) => resource === "campaign")).toHaveLength(3);
});

test("the last event of a burst is never lost", () => {
  const { sent, add } = gathering();
  add([["balance"]]);
  add([["budget"]]);
  vi.advanceTimersByTime(500);
  expect(sent).toEqual([["balance"], ["budget"]]);
  vi.advanceTimersByTime(5000);
  add([["balance"]]);
  expect(sent).toHaveLength(3);
});

test("nothing goes out after stop", () => {
  const { sent, add, stop } = gathering();
  add([["balance"]]);
  add([["budget"]]);
  stop();
  vi.advanceTimersByTime(5000);
  expect(sent).toEqual([["balance"]]);
});

test("an event touches its own campaign, and no other", () => {
  const keys = keysOf({ type: "submission", campaignId: "a", ids: [1] });
  expect(keys).toContainEqual(["submissions", "a"]);
  expect(keys).toContainEqual(["submissions", "all"]);
  expect(keys).not.toContainEqual(["submissions"]);
});
