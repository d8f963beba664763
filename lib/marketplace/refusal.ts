const maxLength = 500;

/**
 * The vendor's own words in the body of an error answer: `{"error": "…"}`, or what Django says in its place
 * (`message`, `detail`, errors by field). One line, at most 500 characters, without control and invisible characters,
 * and with the account key blotted out should the vendor quote it. Empty for HTML, broken JSON and other unreadable
 * bodies.
 */
export function vendorMessage(body: string, apiKey: string): string {
  return oneLine(wordsOf(body)).replaceAll(apiKey, "[account key]").slice(0, maxLength).trim();
}

/** Seconds to wait by a `Retry-After` header (seconds or an HTTP date), from `now` in milliseconds; null without one. */
export function retryAfterSeconds(header: string, now: number): number | null {
  if (/^\d{1,9}$/.test(header)) return Number(header);
  // Every HTTP date begins with the day's name; Date.parse alone would read "-5" as a month.
  const time = /^[A-Z][a-z]{2,8},? /.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(time) ? null : Math.max(0, Math.ceil((time - now) / 1000));
}

function wordsOf(body: string): string {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    // A proxy's page or a cut-off body is nobody's words; a plain sentence is.
    return /^\s*[<{["]/.test(body) ? "" : body;
  }
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null) return "";
  const { error, message, detail } = value as Record<string, unknown>;
  const words = error ?? message ?? detail ?? value;
  return typeof words === "string" ? words : JSON.stringify(words);
}

function oneLine(text: string): string {
  return text
    .replace(/[\p{Cf}\p{Cs}]+/gu, "")
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim();
}
