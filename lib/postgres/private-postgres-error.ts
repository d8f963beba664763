/** What kept the private PostgreSQL from running; the message says it in words, this says it to code. */
export type PrivatePostgresProblem =
  | "data-dir-in-use"
  | "folder-unreachable"
  | "wrong-owner"
  | "other-version"
  | "no-binaries"
  | "no-user"
  | "server-failed";

/**
 * The private PostgreSQL cannot be had. The message is written for the person who typed `npm start`:
 * what happened, then what to do. Commands print it without a stack.
 */
export class PrivatePostgresError extends Error {
  override readonly name = "PrivatePostgresError";

  constructor(
    readonly problem: PrivatePostgresProblem,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The `code` of a Node system error such as `ENOENT`, or undefined for anything else. */
export function systemErrorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
