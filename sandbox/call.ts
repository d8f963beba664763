import type { Reply } from "@/sandbox/reply";
import { refusal } from "@/sandbox/reply";
import type { World } from "@/sandbox/world";

/** One authorised request of the API, with its body read. */
export type Call = {
  world: World;
  /** Its number in the request log; effects carry it. */
  request: number;
  /** What the route's pattern captured, in order. */
  params: string[];
  query: URLSearchParams;
  contentType: string;
  body: Buffer;
  /** The sandbox's address as the client wrote it, for pictures and `next`. */
  base: string;
};

export type Endpoint = (call: Call) => Reply | Promise<Reply>;

/** The JSON object in the body; an empty body counts as `{}`. Anything else is a 400 for the caller to return. */
export function jsonBody(
  call: Call,
): { ok: true; fields: Record<string, unknown> } | { ok: false; reply: Reply } {
  const text = call.body.toString("utf8").trim();
  if (text === "") return { ok: true, fields: {} };
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return { ok: true, fields: { ...value } };
    }
    return { ok: false, reply: refusal(400, "Request body must be a JSON object") };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { ok: false, reply: refusal(400, "Request body is not valid JSON") };
  }
}
