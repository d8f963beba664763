import { Decimal } from "decimal.js";

declare const moneyBrand: unique symbol;

/**
 * An amount of US dollars as an exact decimal string in canonical form: no leading zeros, at least two decimals and
 * no trailing zeros beyond them (`"2.50"`, `"0.005"`, `"-3.00"`). Equal amounts are equal strings. It is a plain string
 * at run time, so it goes into JSON and into a Prisma `Decimal` as it is.
 */
export type Money = string & { readonly [moneyBrand]: true };

const plainDecimal = /^-?\d+(\.\d+)?$/;
const maxLength = 64;

// Two amounts of 64 characters and a count of 16 digits multiply to fewer than 160 digits: nothing is ever rounded.
const Exact = Decimal.clone({ precision: 160, toExpNeg: -160, toExpPos: 160 });

/**
 * Reads a plain decimal string ("1000", "2.5", "-0.10") as money.
 * @throws RangeError for anything else: exponents, separators, currency signs, blanks, more than 64 characters.
 */
export function parseMoney(text: string): Money {
  if (!isMoneyText(text)) throw new RangeError("not a plain decimal amount");
  return canonical(new Exact(text));
}

/** Whether `parseMoney` reads this value. Numbers never are money: a float has already lost what was meant. */
export function isMoneyText(value: unknown): value is string {
  return typeof value === "string" && value.length <= maxLength && plainDecimal.test(value);
}

/** The exact sum of the amounts; `"0.00"` for none. @throws RangeError when the sum needs more than 64 characters. */
export function addMoney(...amounts: readonly Money[]): Money {
  return canonical(amounts.reduce((sum, amount) => sum.plus(amount), new Exact(0)));
}

/** `from` less `amount`, exactly; negative when `amount` is the greater. */
export function subtractMoney(from: Money, amount: Money): Money {
  return canonical(new Exact(from).minus(amount));
}

/**
 * `pay` × `count`, exactly.
 * @throws RangeError when `count` is not a whole number from 0 to 2^53 − 1, or the product needs more than 64 characters.
 */
export function multiplyMoney(pay: Money, count: number): Money {
  if (!Number.isSafeInteger(count) || count < 0) throw new RangeError("a count is a whole number, 0 or more");
  return canonical(new Exact(pay).times(count));
}

/** −1 when `a` is less than `b`, 0 when they are the same amount, 1 when it is more: an order for `Array.sort`. */
export function compareMoney(a: Money, b: Money): -1 | 0 | 1 {
  const order = new Exact(a).comparedTo(b);
  return order < 0 ? -1 : order > 0 ? 1 : 0;
}

/**
 * The amount for a person's eyes in their locale: `$1,234.50`, `-$0.75`; `1.234,50 $` in German. Cents always stand,
 * and parts of a cent where there are any (up to 20 decimals): what is shown is what is meant.
 */
export function formatMoney(money: Money, locale = "en-US"): string {
  const decimals = money.length - 1 - money.indexOf(".");
  return new Intl.NumberFormat(locale, {
    style: "currency",
    currency: "USD",
    // Here every amount is US dollars: "US$" in some locales would only be longer.
    currencyDisplay: "narrowSymbol",
    minimumFractionDigits: 2,
    maximumFractionDigits: Math.min(20, decimals),
    // A string is formatted digit by digit; the type only knows literals.
  }).format(money as string as `${number}`);
}

function canonical(amount: Decimal): Money {
  // A zero has no sign: "-0.00" and "0.00" would be two strings for one amount.
  const text = (amount.isZero() ? new Exact(0) : amount).toFixed(Math.max(2, amount.decimalPlaces()));
  if (text.length > maxLength) throw new RangeError("the amount is too long");
  return text as Money;
}
