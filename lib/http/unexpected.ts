import { Prisma } from "@/lib/db/generated/client";
import type { Problem } from "@/lib/http/problem";

/** Error codes of Prisma and of `pg` that mean: the database is not reachable now. */
const DATABASE_DOWN = new Set([
  "P1000",
  "P1001",
  "P1002",
  "P1008",
  "P1017",
  "P2024",
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOENT",
  "57P01",
  "57P02",
  "57P03",
]);

/** An error that knows how to be told to a person; thrown where returning is not possible. */
export class ProblemError extends Error {
  override name = "ProblemError";
  constructor(
    readonly problem: Problem,
    options?: ErrorOptions,
  ) {
    super(problem.detail, options);
  }
}

/**
 * What a caller is told of an error that no handler expected. Internal words never leave: only a database that
 * cannot be reached, and errors that carry a problem of their own, are told apart. `expected` tells how loudly to log.
 */
export function unexpectedProblem(err: unknown): { problem: Problem; expected: boolean } {
  if (err instanceof ProblemError) return { problem: err.problem, expected: true };
  if (isDatabaseDown(err))
    return {
      problem: {
        status: 503,
        code: "database_unreachable",
        detail: "The desk cannot reach its database. Nothing was done. Try again in a moment.",
        headers: { "retry-after": "5" },
      },
      expected: true,
    };
  return {
    problem: {
      status: 500,
      code: "internal_error",
      detail: "The desk made a mistake, and wrote it to its log under this request id.",
    },
    expected: false,
  };
}

function isDatabaseDown(err: unknown): boolean {
  for (let link: unknown = err, depth = 0; link instanceof Error && depth < 8; link = link.cause, depth++) {
    if (link instanceof Prisma.PrismaClientInitializationError) return true;
    const code: unknown = "code" in link ? link.code : undefined;
    if (typeof code === "string" && DATABASE_DOWN.has(code)) return true;
    if (/timeout exceeded when trying to connect|Can't reach database server/.test(link.message)) return true;
  }
  return false;
}
