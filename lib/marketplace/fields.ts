import { z } from "zod";
import { isMoneyText, type Money, parseMoney } from "@/lib/money";

/**
 * The vendor's field types (rapidworkers-api, "Contradictions"), one reader each. Readers of fields that the desk can
 * do without take null; a missing field reads as null.
 */

// The mirror keeps counters in 32-bit columns; no campaign has two thousand million places.
const maxCount = 2_147_483_647;
const maxSubmissionId = 2n ** 63n - 1n;

/** Text of any content. PostgreSQL cannot hold NUL, and a worker can type one. */
export const text = z.string().transform((value) => value.replaceAll("\u0000", "\uFFFD"));

/** An id: a text of 1 to 200 characters without blanks, control characters and lone surrogates, or a whole number. */
export const id = z.union([
  z.string().regex(/^[^\s\p{Cc}\p{Cs}]{1,200}$/u),
  // Beyond 2^53 JSON.parse has already changed the number, and z.int() refuses it.
  z.int().nonnegative().transform(String),
]);

/** A submission's id: a whole number below 2^63, as number or digits. */
export const submissionId = id.refine(
  (value) => /^(0|[1-9]\d{0,18})$/.test(value) && BigInt(value) <= maxSubmissionId,
  "expected a whole number below 2^63",
);

/**
 * Money as the vendor documents it: a decimal string. A JSON number is refused, since it may have gone through a float;
 * so is what the mirror's `numeric(18,6)` columns would round.
 */
export const money = z
  .string()
  .refine(isMoneyText, "expected a decimal string")
  .transform((value): Money => parseMoney(value))
  .refine((value) => /^-?\d{1,12}\.\d{2,6}$/.test(value), "expected at most 12 digits and 6 decimals");

/** Money that is not negative. */
export const price = money.refine((value) => !value.startsWith("-"), "expected no negative amount");

const digits = z
  .string()
  .regex(/^\d{1,10}$/)
  .transform(Number);

/** A counter: a whole number, or its digits. */
export const count = z.union([z.int(), digits]).pipe(z.int().min(0).max(maxCount));

/**
 * A percentage from `"85%"`, `"85.5"` or `85`. It only informs: a text or number that is no percentage ("N/A", 250)
 * reads as null and does not make the whole list unreadable.
 */
export const percent = z.union([z.number(), z.string()]).transform((value) => {
  const match = /^\s*(\d{1,3}(?:\.\d{1,20})?)\s*%?\s*$/.exec(String(value));
  const number = match ? Number(match[1]) : Number.NaN;
  return number <= 100 ? number : null;
});

const isoTime = z.union([
  z.iso
    .datetime({ offset: true, local: true })
    .transform((value) => (zoned.test(value) ? value : `${value}Z`)),
  z.iso.date(),
]);
const zoned = /(?:Z|[+-]\d\d:?\d\d)$/i;

/** A time as UTC ISO 8601 with milliseconds. One without a zone is taken for UTC, as the vendor's examples are. */
export const instant = isoTime.transform((value, context) => {
  const time = new Date(value);
  if (!Number.isNaN(time.getTime())) return time.toISOString();
  context.addIssue("expected a time");
  return z.NEVER;
});

/**
 * A status word: one of `known` in its documented spelling (case and "Cancelled" aside), else `Unknown`. The word
 * itself stays beside it. A new word at the vendor must not blind the desk, nor pass for a word that it is not.
 */
export function statusOf<const T extends string>(known: readonly T[], word: string): T | "Unknown" {
  const plain = word.trim().toLowerCase().replace("cancelled", "canceled");
  return known.find((status) => status.toLowerCase() === plain) ?? "Unknown";
}

/** A status word as it came: 1 to 100 characters. */
export const statusWord = text.pipe(z.string().trim().min(1).max(100));

/**
 * An object whose fields may be spelled in camelCase or snake_case, mixed at will; `shape` has the camelCase names. Of
 * two spellings one null gives way; two different values are refused, for nobody can say which is meant. A missing
 * field reads as null, unknown fields are ignored.
 */
export function spelledEitherWay<S extends z.ZodRawShape>(shape: S) {
  const spellings = Object.keys(shape).map((camel) => [camel, snakeCase(camel)] as const);
  return z.preprocess((input, context) => {
    if (typeof input !== "object" || input === null || Array.isArray(input)) return input;
    const own = input as Readonly<Record<string, unknown>>;
    const read = (name: string) => (Object.hasOwn(own, name) ? (own[name] ?? null) : null);
    return Object.fromEntries(
      spellings.map(([camel, snake]) => {
        const [first, second] = [read(camel), read(snake)];
        if (first !== null && second !== null && first !== second) {
          context.addIssue({ code: "custom", path: [camel], message: "its two spellings disagree" });
        }
        return [camel, first ?? second];
      }),
    );
  }, z.object(shape));
}

function snakeCase(camel: string): string {
  return camel.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
