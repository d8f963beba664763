import type { Call } from "@/sandbox/call";

/** A positive whole number from a query, `fallback` where none is given, null where it is something else. */
export function pageNumber(text: string | null, fallback: number): number | null {
  if (text === null || text === "") return fallback;
  const number = Number(text);
  return Number.isSafeInteger(number) && number > 0 ? number : null;
}

/** The same request's absolute address at another page. */
export function pageLink(call: Call, path: string, page: number): string {
  const query = new URLSearchParams(call.query);
  query.set("page", String(page));
  return `${call.base}${path}?${query}`;
}
