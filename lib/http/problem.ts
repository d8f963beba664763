import { z } from "zod";

/** The body of every error of our API: RFC 9457 problem details, with a stable `code` and the request's id. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  /** Plain words for a person: what happened, what was and was not done, what to do. */
  detail: z.string(),
  /** Stable, for programs and for the message files. */
  code: z.string(),
  requestId: z.string(),
  /** Per field, for 422. */
  errors: z.record(z.string(), z.array(z.string())).optional(),
});

export type ProblemBody = z.infer<typeof problemSchema>;

/** An error answer that a handler chose; what it carries is meant for the caller. */
export type Problem = {
  status: number;
  code: string;
  detail: string;
  errors?: Record<string, string[]>;
  /** Extra members (RFC 9457 section 3.2). */
  extra?: Record<string, unknown>;
  headers?: Record<string, string>;
};

const TITLES: Record<number, string> = {
  400: "Bad request",
  401: "Not signed in",
  403: "Not allowed",
  404: "Not found",
  405: "Method not allowed",
  409: "Conflict",
  413: "Too large",
  415: "Unsupported content type",
  422: "Not valid",
  429: "Too many requests",
  500: "Internal error",
  502: "Bad answer from elsewhere",
  503: "Not available",
  504: "No answer from elsewhere",
};

/** Renders a problem as `application/problem+json`. */
export function problemResponse(problem: Problem, requestId: string): Response {
  const body: ProblemBody & Record<string, unknown> = {
    ...problem.extra,
    type: `urn:proofdesk:problem:${problem.code}`,
    title: TITLES[problem.status] ?? "Error",
    status: problem.status,
    detail: problem.detail,
    code: problem.code,
    requestId,
    ...(problem.errors === undefined ? {} : { errors: problem.errors }),
  };
  return Response.json(body, {
    status: problem.status,
    headers: { ...problem.headers, "content-type": "application/problem+json" },
  });
}

/** The 422 of a body, query or path that does not fit its schema: every field with its reasons. */
export function notValid(error: z.ZodError): Problem {
  const errors: Record<string, string[]> = {};
  for (const issue of error.issues) {
    const field = issue.path.join(".") || "body";
    errors[field] = [...(errors[field] ?? []), issue.message];
  }
  return {
    status: 422,
    code: "not_valid",
    detail: "Some fields are not valid; nothing was done.",
    errors,
  };
}
