import { expect, test } from "vitest";
import { parseEvent } from "@/components/shell/event-stream";

test("an event is its type and its data", () => {
  expect(parseEvent({ type: "balance", data: '{"balance":"812.40"}' })).toEqual({
    type: "balance",
    balance: "812.40",
  });
  expect(parseEvent({ type: "budget", data: "{}" })).toEqual({ type: "budget" });
});

test.each([
  ["of an unknown type", "weather", "{}"],
  ["without what it must carry", "balance", "{}"],
  ["that is no JSON", "balance", "{balance"],
  ["that is no object", "balance", "null"],
])("one %s is not guessed at", (_, type, data) => {
  expect(parseEvent({ type, data })).toBeUndefined();
});
