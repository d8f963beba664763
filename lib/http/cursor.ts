import type { z } from "zod";
import { ProblemError } from "@/lib/http/unexpected";

/** Where a page of a list ended, as an opaque text that goes into an address as it is. */
export function encodeCursor(position: Record<string, string | null>): string {
  return Buffer.from(JSON.stringify(position), "utf8").toString("base64url");
}

/** Reads a cursor of ours back. @throws ProblemError 422 `bad_cursor` for anything that is none. */
export function decodeCursor<T>(schema: z.ZodType<T>, cursor: string): T {
  const position = schema.safeParse(parseJson(Buffer.from(cursor, "base64url").toString("utf8")));
  if (position.success) return position.data;
  throw new ProblemError({
    status: 422,
    code: "bad_cursor",
    detail: "This is no cursor of this list. Read the list from its beginning.",
    errors: { cursor: ["Not a cursor of this list."] },
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (err) {
    if (err instanceof SyntaxError) return undefined;
    throw err;
  }
}
