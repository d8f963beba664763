/** What an endpoint answers, before any fault touches it. */
export type Reply = { status: number; body: unknown; headers?: Record<string, string> };

/** A documented failure: the vendor's error body is always `{ "error": "message" }`. */
export function refusal(status: number, error: string): Reply {
  return { status, body: { error } };
}
