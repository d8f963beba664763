import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addMoney,
  compareMoney,
  formatMoney,
  isMoneyText,
  multiplyMoney,
  parseMoney,
  subtractMoney,
} from "@/lib/money";

/** Amounts as whole millionths, so that BigInt arithmetic is the independent second opinion. */
const millionths = fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n });

function asText(units: bigint): string {
  const digits = (units < 0n ? -units : units).toString().padStart(7, "0");
  return `${units < 0n ? "-" : ""}${digits.slice(0, -6)}.${digits.slice(-6)}`;
}

const moneyOf = (units: bigint) => parseMoney(asText(units));

describe("parseMoney", () => {
  it.each([
    ["2.50", "2.50"],
    ["1000", "1000.00"],
    ["2.5", "2.50"],
    ["0.0050", "0.005"],
    ["007.10", "7.10"],
    ["-3", "-3.00"],
    ["-0.00", "0.00"],
    ["0.1000000000000000000001", "0.1000000000000000000001"],
  ])("reads %s as %s", (text, expected) => {
    expect(parseMoney(text)).toBe(expected);
  });

  it.each([
    "",
    " 2.50",
    "2.50 ",
    "2.",
    ".5",
    "1e3",
    "+1",
    "$2.50",
    "1,000.00",
    "NaN",
    "Infinity",
    "0x10",
    "٣",
    "1\n",
  ])("refuses %j", (text) => {
    expect(() => parseMoney(text)).toThrow(RangeError);
  });

  it("refuses what is longer than 64 characters", () => {
    expect(() => parseMoney("1".repeat(65))).toThrow(RangeError);
    expect(() => parseMoney("9".repeat(64))).toThrow(RangeError);
    expect(parseMoney("9".repeat(61))).toBe(`${"9".repeat(61)}.00`);
  });

  it("never takes a number for money", () => {
    expect(isMoneyText(2.5)).toBe(false);
    expect(isMoneyText(null)).toBe(false);
  });

  it("reads its own output unchanged, and equal amounts are equal strings", () => {
    fc.assert(
      fc.property(millionths, (units) => {
        const money = moneyOf(units);
        expect(parseMoney(money)).toBe(money);
        expect(parseMoney(`${asText(units)}000`)).toBe(money);
      }),
    );
  });
});

describe("arithmetic", () => {
  it("has no binary dust", () => {
    expect(addMoney(parseMoney("0.10"), parseMoney("0.20"))).toBe("0.30");
    expect(multiplyMoney(parseMoney("0.05"), 50)).toBe("2.50");
    expect(multiplyMoney(parseMoney("1.005"), 1000)).toBe("1005.00");
    expect(addMoney()).toBe("0.00");
  });

  it("adds and subtracts exactly", () => {
    fc.assert(
      fc.property(millionths, millionths, millionths, (a, b, c) => {
        expect(addMoney(moneyOf(a), moneyOf(b), moneyOf(c))).toBe(moneyOf(a + b + c));
        expect(subtractMoney(moneyOf(a), moneyOf(b))).toBe(moneyOf(a - b));
      }),
    );
  });

  it("multiplies exactly", () => {
    fc.assert(
      fc.property(millionths, fc.maxSafeNat(), (pay, count) => {
        expect(multiplyMoney(moneyOf(pay), count)).toBe(moneyOf(pay * BigInt(count)));
      }),
    );
  });

  it("compares as numbers do", () => {
    fc.assert(
      fc.property(millionths, millionths, (a, b) => {
        expect(compareMoney(moneyOf(a), moneyOf(b))).toBe(a < b ? -1 : a > b ? 1 : 0);
      }),
    );
    expect(compareMoney(parseMoney("10.00"), parseMoney("9.00"))).toBe(1);
    expect(compareMoney(parseMoney("2.5"), parseMoney("2.500"))).toBe(0);
  });

  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])("refuses %d as a count", (count) => {
    expect(() => multiplyMoney(parseMoney("1.00"), count)).toThrow(RangeError);
  });
});

describe("formatMoney", () => {
  it.each([
    ["1234.50", "en-US", "$1,234.50"],
    ["-0.75", "en-US", "-$0.75"],
    ["0.005", "en-US", "$0.005"],
    ["0", "en-US", "$0.00"],
    ["123456789012345678.91", "en-US", "$123,456,789,012,345,678.91"],
    ["1234.50", "de-DE", "1.234,50\u00a0$"],
  ])("shows %s in %s as %s", (text, locale, expected) => {
    expect(formatMoney(parseMoney(text), locale)).toBe(expected);
  });

  it("shows every digit there is", () => {
    fc.assert(
      fc.property(millionths, (units) => {
        expect(formatMoney(moneyOf(units)).replace(/[$,]/g, "")).toBe(moneyOf(units));
      }),
    );
  });
});
