import { expect, test } from "vitest";
import { openSandbox } from "@/sandbox/open-sandbox";
import { RateWindow } from "@/sandbox/rate-window";

const rule = { limit: 3, windowMs: 1000, window: "rolling", retryAfter: true } as const;

test("rolling: a place is free again when the oldest request leaves the window", () => {
  const rate = new RateWindow();
  for (const time of [0, 400, 800]) expect(rate.take(time, rule).granted).toBe(true);
  expect(rate.take(900, rule)).toEqual({ granted: false, waitMs: 100 });
  expect(rate.take(1000, rule).granted).toBe(true);
  expect(rate.take(1300, rule).granted).toBe(false);
  expect(rate.maxServed).toBe(3);
  // 400, 800, 900 (refused), 1000 and 1300 (refused) stand in one window.
  expect(rate.maxSeen).toBe(5);
});

test("fixed: up to twice the limit fits around a boundary, and the record shows it", () => {
  const rate = new RateWindow();
  const fixed = { ...rule, window: "fixed" } as const;
  for (const time of [900, 950, 990, 1000, 1010, 1020]) expect(rate.take(time, fixed).granted).toBe(true);
  expect(rate.take(1100, fixed)).toEqual({ granted: false, waitMs: 900 });
  expect(rate.maxServed).toBe(6);
});

test("the API answers 429 with or without Retry-After; pictures and refused keys do not count", async () => {
  const sandbox = await openSandbox({ settings: { rateLimit: { limit: 2 } } });
  await sandbox.post("/account/get_balance", {}, null);
  await fetch(`${sandbox.address}/images/nothing.png`);
  await sandbox.balance();
  await sandbox.balance();
  const refused = await sandbox.post("/account/get_balance");
  expect(refused).toMatchObject({ status: 429, body: { error: "Rate limit exceeded" } });
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(3500);
  await sandbox.control("PUT", "settings", { rateLimit: { retryAfter: false } });
  expect((await sandbox.post("/account/get_balance")).headers.has("retry-after")).toBe(false);
  const { body } = await sandbox.control("GET", "state");
  expect(body.requests).toMatchObject({ maxServedInWindow: 2, maxSeenInWindow: 4 });
});
