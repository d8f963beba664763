import fc from "fast-check";
import { expect, test } from "vitest";
import { returnPath } from "@/components/auth/return-path";

const ORIGIN = "https://desk.test";

test.each([
  ["/campaigns?status=Active", "/campaigns?status=Active"],
  ["https://desk.test/review#a", "/review#a"],
  ["https://evil.test/", "/"],
  ["//evil.test/x", "/"],
  ["/\\evil.test", "/"],
  ["https://desk.test//evil.test", "/evil.test"],
  ["javascript:alert(1)", "/"],
  ["/login?callbackUrl=/", "/"],
  ["/api/auth/signout", "/"],
  ["http://desk.test/review", "/"],
  ["", "/"],
  [undefined, "/"],
])("%s leads to %s", (wished, path) => {
  expect(returnPath(wished, ORIGIN)).toBe(path);
});

test("whatever is wished, the browser stays on the desk", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.webUrl(),
        fc.string().map((text) => `//${text}`),
      ),
      (wished) => {
        expect(new URL(returnPath(wished, ORIGIN), ORIGIN).origin).toBe(ORIGIN);
      },
    ),
  );
});
