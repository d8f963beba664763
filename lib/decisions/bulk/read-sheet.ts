import { CsvError, parse } from "csv-parse/sync";
import { undefuse } from "@/lib/decisions/bulk/csv-cells";
import { clean } from "@/lib/mirror/submission-rows";

/** A row of a decided spreadsheet, its cells trimmed and defused ones undone. `line` is where it begins, from 1. */
export type SheetRow = { line: number; id: string; verdict: string; notes: string; overlong: boolean };

export type Sheet =
  | { ok: true; rows: SheetRow[] }
  | { ok: false; reason: "bad_csv" | "no_columns"; words: string };

const DELIMITERS = [",", ";", "\t"] as const;
/** Given, and not found out from the first line: files that were put together have several kinds. */
const LINE_ENDS = ["\r\n", "\n", "\r"];

/**
 * Reads a spreadsheet as Excel, Numbers, LibreOffice and Google Sheets save it: with or without byte order mark, separated
 * by commas, semicolons (where the comma is decimal) or tabs. The columns `id`, `verdict` and `notes` may stand
 * anywhere, in any case, among others; the first two must be there. `overlong` is a row with more cells than columns.
 */
export function readSheet(csv: string): Sheet {
  const text = csv.replace(/^\uFEFF?[\r\n]*/, "");
  const header = text.slice(0, /[\r\n]|$/.exec(text)?.index);
  const delimiter = DELIMITERS.find((candidate) => {
    const { id, verdict } = columnsOf(header.split(candidate).map((name) => name.replace(/^"(.*)"$/, "$1")));
    return id >= 0 && verdict >= 0;
  });
  if (delimiter === undefined)
    return {
      ok: false,
      reason: "no_columns",
      words: "The first line names no columns “id” and “verdict”. Nothing was done. Start from an export.",
    };
  try {
    const [first, ...records] = parse(text, {
      delimiter,
      record_delimiter: LINE_ENDS,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      info: true,
    }) as unknown as { record: string[]; info: { bytes: number } }[];
    const columns = columnsOf(first?.record ?? []);
    const lineAt = lineCounter(Buffer.from(csv));
    const before = Buffer.byteLength(csv) - Buffer.byteLength(text);
    let end = before + (first?.info.bytes ?? 0);
    return {
      ok: true,
      rows: records.map(({ record, info }) => {
        const cell = (column: number) => clean(undefuse(record[column] ?? "").trim());
        const line = lineAt(end);
        end = before + info.bytes;
        return {
          line,
          id: cell(columns.id),
          verdict: cell(columns.verdict),
          notes: cell(columns.notes),
          overlong: record.slice(first?.record.length).some((extra) => extra.trim() !== ""),
        };
      }),
    };
  } catch (err) {
    if (!(err instanceof CsvError)) throw err;
    return {
      ok: false,
      reason: "bad_csv",
      words: `This is no CSV that can be read: ${err.message}. Nothing was done.`,
    };
  }
}

const CR = 13;
const LF = 10;

/**
 * Tells on which line, from 1, the row begins that comes next at an offset in bytes, blank lines passed over. Offsets only
 * ever rise. The parser's own count takes a line end in a cell for two lines where it is CR LF.
 */
function lineCounter(bytes: Buffer): (offset: number) => number {
  let line = 1;
  let at = 0;
  const step = () => {
    const byte = bytes[at];
    if (byte === LF || (byte === CR && bytes[at + 1] !== LF)) line++;
    at++;
  };
  return (offset) => {
    while (at < offset) step();
    while (bytes[at] === CR || bytes[at] === LF) step();
    return line;
  };
}

function columnsOf(header: readonly string[]): { id: number; verdict: number; notes: number } {
  const names = header.map((name) => name.trim().toLowerCase());
  return { id: names.indexOf("id"), verdict: names.indexOf("verdict"), notes: names.indexOf("notes") };
}
