import type { z } from "zod";
import type { EndpointName } from "@/lib/marketplace/endpoints";
import { MarketplaceShapeError } from "@/lib/marketplace/errors";
import { PageWalk } from "@/lib/marketplace/paging";
import type { CallOptions, RequestBody, Transport } from "@/lib/marketplace/transport";

/** The essence of a list answer. */
export interface ListAnswer<T> {
  results: T[];
  next: string | null;
}

/** An answer's value by its schema. @throws MarketplaceShapeError naming the fields that do not fit, not their content. */
export function readAnswer<T>(endpoint: EndpointName, answer: z.ZodType<T>, value: unknown): T {
  const parsed = answer.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues
    .slice(0, 5)
    .map(({ path, message }) => `${path.join(".") || "body"}: ${message}`);
  throw new MarketplaceShapeError(endpoint, problems, { cause: parsed.error });
}

/** One exchange whose answer is read by its schema. @throws MarketplaceError */
export async function call<T>(
  transport: Transport,
  endpoint: EndpointName,
  answer: z.ZodType<T>,
  path: string,
  body: RequestBody | null,
  options: CallOptions,
): Promise<T> {
  return readAnswer(endpoint, answer, await transport.exchange(endpoint, path, body, options));
}

/** All pages of a list, followed by their `next` links, each id once. @throws MarketplaceError */
export async function listAll<T>(
  transport: Transport,
  endpoint: EndpointName,
  answer: z.ZodType<ListAnswer<T>>,
  firstPath: string,
  idOf: (row: T) => string,
  options: CallOptions,
): Promise<T[]> {
  const walk = new PageWalk(endpoint);
  // A row that moved between two pages comes twice; the later reading is the newer.
  const rows = new Map<string, T>();
  let path: string | null = firstPath;
  while (path !== null) {
    const page: ListAnswer<T> = await call(transport, endpoint, answer, path, null, options);
    walk.turn(page.results.map(idOf), page.next !== null);
    for (const row of page.results) rows.set(idOf(row), row);
    path = page.next === null ? null : followed(transport, endpoint, page.next, path);
  }
  return [...rows.values()];
}

/** Where a `next` link leads on our own host. @throws MarketplaceShapeError when it leads elsewhere */
export function followed(transport: Transport, endpoint: EndpointName, next: string, from: string): string {
  const path = transport.pathOfLink(next, from);
  if (path === null) throw new MarketplaceShapeError(endpoint, ["next: leads to another host"]);
  return path;
}
