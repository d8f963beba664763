/** Why a backup or a restore cannot be; the message is for the person at the terminal. */
export class BackupError extends Error {
  override readonly name = "BackupError";
}

/**
 * What reading or writing `file` failed at, in words. Throws on whatever the file system did not say: its errors begin
 * with their code, those of a database's connection do not.
 */
export function fileTrouble(error: unknown, file: string, doing: "read" | "written"): BackupError {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (!(error instanceof Error) || !error.message.startsWith(`${code}:`)) throw error;
  return new BackupError(`${file} cannot be ${doing}: ${error.message}.`, { cause: error });
}
