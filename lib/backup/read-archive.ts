import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import type { z } from "zod";
import { BackupError, fileTrouble } from "@/lib/backup/backup-error";
import {
  endSchema,
  FORMAT_VERSION,
  type Header,
  headerSchema,
  ROW_BEGIN,
  ROW_END,
  type Table,
  tableSchema,
} from "@/lib/backup/schema";

export type ArchivePart =
  | { kind: "header"; header: Header }
  | { kind: "table"; table: Table }
  /** A row of the table named last, as the text that PostgreSQL wrote. */
  | { kind: "row"; row: string };

/**
 * Reads an archive part by part. Only when it has come to its end without an error was the file whole: what was done with
 * the parts counts from then on.
 *
 * @throws BackupError when the file cannot be read, is no archive, is of a newer format, cut short, or changed.
 */
export async function* readArchive(file: string): AsyncGenerator<ArchivePart> {
  const hash = createHash("sha256");
  const rows: Record<string, number> = {};
  let table: string | undefined;
  let state: "begin" | "tables" | "end" = "begin";
  for await (const line of linesOf(file)) {
    if (state === "end") throw damaged(file);
    if (state === "begin") {
      yield { kind: "header", header: readHeader(line, file) };
      state = "tables";
    } else if (line.startsWith(ROW_BEGIN)) {
      if (table === undefined) throw damaged(file);
      rows[table] = (rows[table] ?? 0) + 1;
      yield { kind: "row", row: line.slice(ROW_BEGIN.length, -ROW_END.length) };
    } else {
      const begun = parse(line, tableSchema);
      if (begun === undefined) {
        const end = parse(line, endSchema)?.end;
        if (end?.sha256 !== hash.digest("hex") || !sameCounts(end.rows, rows)) throw damaged(file);
        state = "end";
        continue;
      }
      table = begun.table;
      rows[table] = 0;
      yield { kind: "table", table: begun };
    }
    hash.update(line).update("\n");
  }
  if (state === "begin") throw foreign(file);
  if (state === "tables") throw cutShort(file);
}

function readHeader(line: string, file: string): Header {
  const header = parse(line, headerSchema);
  if (header === undefined) throw foreign(file);
  if (header.version > FORMAT_VERSION)
    throw new BackupError(
      `${file} was written by a newer version of Proofdesk (archive format ${header.version}, this version reads ${FORMAT_VERSION}). Nothing was changed. Restore it with that version.`,
    );
  return header;
}

/** The lines of the unpacked file. Split at line feeds only: text in a row may hold other signs that end a line. */
async function* linesOf(file: string): AsyncGenerator<string> {
  const unpacked = createGunzip({ chunkSize: 1 << 18 });
  // An error of either comes out of the loop below.
  pipeline(createReadStream(file), unpacked, (): void => undefined);
  let rest: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of unpacked as AsyncIterable<Buffer>) {
      rest = Buffer.concat([rest, chunk]);
      let from = 0;
      for (let at = rest.indexOf(10); at >= 0; at = rest.indexOf(10, from)) {
        yield rest.toString("utf8", from, at);
        from = at + 1;
      }
      rest = rest.subarray(from);
    }
  } catch (error) {
    throw unreadable(error, file);
  }
  if (rest.length > 0) throw cutShort(file);
}

function unreadable(error: unknown, file: string): BackupError {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "Z_BUF_ERROR") return cutShort(file, error);
  if (code !== "Z_DATA_ERROR") return fileTrouble(error, file, "read");
  return error instanceof Error && error.message === "incorrect header check"
    ? foreign(file, error)
    : damaged(file, error);
}

function parse<T>(line: string, schema: z.ZodType<T>): T | undefined {
  try {
    return schema.safeParse(JSON.parse(line)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const sameCounts = (a: Record<string, number>, b: Record<string, number>) =>
  Object.keys({ ...a, ...b }).every((table) => a[table] === b[table]);

const foreign = (file: string, cause?: unknown) =>
  new BackupError(`${file} is not a backup of Proofdesk. Nothing was changed.`, { cause });
const cutShort = (file: string, cause?: unknown) =>
  new BackupError(`${file} ends too early: a part of it is missing. Nothing was changed. Use another copy.`, {
    cause,
  });
const damaged = (file: string, cause?: unknown) =>
  new BackupError(
    `${file} is not as it was written: something in it was altered or damaged. Nothing was changed. Use another copy.`,
    { cause },
  );
