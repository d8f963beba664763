import { describe, expect, it } from "vitest";
import { retryAfterSeconds, vendorMessage } from "@/lib/marketplace/refusal";

describe("vendorMessage", () => {
  it.each([
    ['{"error":"Insufficient funds"}', "Insufficient funds"],
    ['{"detail":"Not found."}', "Not found."],
    ['{"message":"No","success":false}', "No"],
    ['{"error":null,"message":"No"}', "No"],
    ['{"link":["Enter a valid URL."]}', '{"link":["Enter a valid URL."]}'],
    ['{"error":{"quantity":["≥ 6"]}}', '{"quantity":["≥ 6"]}'],
    ['"No"', "No"],
    ["Bad gateway", "Bad gateway"],
    ['{"error":"a\\u0000b\\u001b[31m\\nc\\u202ed"}', "a b [31m cd"],
    ["<html>Bad gateway</html>", ""],
    ['{"error":"cut o', ""],
    ["null", ""],
    ["12", ""],
    ["", ""],
    ['{"error":"the key K-1 and K-1"}', "the key [account key] and [account key]"],
    ['{"error":"K-\\u200b1"}', "[account key]"],
  ])("of %s is %s", (body, expected) => {
    expect(vendorMessage(body, "K-1")).toBe(expected);
  });

  it("is at most 500 characters, with no piece of a key at the cut", () => {
    const words = vendorMessage(JSON.stringify({ error: `${"x".repeat(495)}SECRETSECRET` }), "SECRETSECRET");
    expect(words).toHaveLength(500);
    expect(words).not.toContain("SEC");
  });
});

it.each([
  ["120", 120],
  ["0", 0],
  ["Wed, 21 Oct 2015 07:28:30 GMT", 30],
  ["Wed, 21 Oct 2015 07:27:00 GMT", 0],
  ["", null],
  ["-5", null],
  ["1.5", null],
  ["soon", null],
  ["99999999999999999999", null],
])("Retry-After: %s is %s", (header, expected) => {
  expect(retryAfterSeconds(header, Date.parse("2015-10-21T07:28:00Z"))).toBe(expected);
});
