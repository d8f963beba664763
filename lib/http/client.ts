import type { z } from "zod";
import { type ProblemBody, problemSchema } from "@/lib/http/problem";

/** A problem that our API answered, with its words for a person. */
export class ApiError extends Error {
  override name = "ApiError";
  constructor(readonly problem: ProblemBody & Record<string, unknown>) {
    super(problem.detail);
  }
}

/** The desk itself could not be reached, or what came back was not from it. Whether a change was done is not known. */
export class UnreachableError extends Error {
  override name = "UnreachableError";
}

type Call = { method?: "GET" | "POST" | "PATCH" | "DELETE"; body?: unknown; signal?: AbortSignal };

/**
 * The browser's only way to our API: sends JSON, parses the answer with its schema. Throws ApiError for a problem,
 * UnreachableError when the desk does not answer or answers something else.
 */
export async function api<T>(path: string, schema: z.ZodType<T>, call: Call = {}): Promise<T> {
  const response = await send(path, call);
  const body: unknown = await response.json().catch((cause: unknown) => {
    throw new UnreachableError("The desk's answer could not be read.", { cause });
  });
  if (!response.ok) {
    const problem = problemSchema.loose().safeParse(body);
    if (problem.success) throw new ApiError(problem.data);
    throw new UnreachableError(`The desk answered ${response.status} without saying why.`);
  }
  const parsed = schema.safeParse(body);
  if (!parsed.success)
    throw new UnreachableError("The desk's answer has an unknown form.", { cause: parsed.error });
  return parsed.data;
}

async function send(path: string, { method = "GET", body, signal }: Call): Promise<Response> {
  try {
    return await fetch(path, {
      method,
      signal,
      credentials: "same-origin",
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
  } catch (cause) {
    if (signal?.aborted === true) throw cause;
    throw new UnreachableError("The desk does not answer.", { cause });
  }
}
