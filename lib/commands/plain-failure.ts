import { MigrationError } from "@/lib/db/migrate";
import { PrivatePostgresError } from "@/lib/postgres/private-postgres-error";

/** Something the person at the terminal can mend; its message is all they need, and a stack would only hide it. */
export class PlainFailure extends Error {
  override readonly name = "PlainFailure";
}

/** What a command prints about an error: words for what we foresaw, the whole stack for what we did not. */
export function explain(error: unknown): string {
  const foreseen = [PlainFailure, PrivatePostgresError, MigrationError].some((kind) => error instanceof kind);
  if (error instanceof Error) return foreseen ? error.message : (error.stack ?? error.message);
  return String(error);
}
