import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { closedUntil, DOORS, STRIKES_UNTIL_DOWN } from "@/lib/gateway/doors";
import { placesFor, type Purpose } from "@/lib/gateway/purpose";

const now = new Date("2026-03-01T12:00:00Z");
const seconds = (until: Date | null) => (until === null ? null : (until.getTime() - now.getTime()) / 1000);

describe("closedUntil", () => {
  const table: [string, Parameters<typeof closedUntil>, number | null][] = [
    ["429 with Retry-After", ["rate_limited", 1, { now, retryAfterSeconds: 90 }], 90],
    ["429 with Retry-After: 0", ["rate_limited", 1, { now, retryAfterSeconds: 0 }], 1],
    ["429 with a day's Retry-After", ["rate_limited", 1, { now, retryAfterSeconds: 86_400 }], 3_600],
    ["429 in a full hour", ["rate_limited", 4, { now, fullUntil: new Date(now.getTime() + 7_000) }], 7],
    ["429 without a hint, most", ["rate_limited", 1, { now, random: () => 1 }], 30],
    ["429 without a hint, third, most", ["rate_limited", 3, { now, random: () => 1 }], 120],
    ["429 without a hint, at last", ["rate_limited", 50, { now, random: () => 1 }], 900],
    ["429 without a hint, least", ["rate_limited", 50, { now, random: () => 0 }], 1],
    ["a refused key", ["key_refused", 1, { now }], 60],
    ["a refused key, third time", ["key_refused", 3, { now }], 240],
    ["a refused key, for long", ["key_refused", 30, { now }], 900],
    ["a fourth failure", ["vendor_down", 4, { now }], null],
    ["a fifth failure", ["vendor_down", 5, { now }], 2],
    ["an eighth failure", ["vendor_down", 8, { now }], 16],
    ["failures for long", ["vendor_down", 1_000, { now }], 60],
  ];
  it.each(table)("%s", (_, given, expected) => {
    expect(seconds(closedUntil(...given))).toBe(expected);
  });

  it("always ends, within its bounds, and never before a second has passed", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...DOORS),
        fc.integer({ min: 1, max: 10_000 }),
        fc.option(fc.integer({ min: -5, max: 1e9 })),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (door, strikes, retryAfterSeconds, random) => {
          const wait = seconds(closedUntil(door, strikes, { now, retryAfterSeconds, random: () => random }));
          if (wait === null) return door === "vendor_down" && strikes < STRIKES_UNTIL_DOWN;
          const most = {
            rate_limited: retryAfterSeconds === null ? 900 : 3_600,
            key_refused: 900,
            key_unreadable: 900,
            vendor_down: 60,
          };
          return wait >= 1 && wait <= most[door];
        },
      ),
      { numRuns: 10_000 },
    );
  });
});

describe("placesFor", () => {
  it("keeps 15 % for decisions and orders and stops background reads at 60 %, whatever the limit", () => {
    const percent: Record<Purpose, bigint> = { decision: 100n, order: 100n, person: 85n, background: 60n };
    fc.assert(
      fc.property(
        fc.constantFrom(...(Object.keys(percent) as Purpose[])),
        fc.integer({ min: 1, max: 1_000_000 }),
        (purpose, limit) => placesFor(purpose, limit) === Number((BigInt(limit) * percent[purpose]) / 100n),
      ),
      { numRuns: 10_000 },
    );
  });
});
