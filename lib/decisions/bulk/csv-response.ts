import { stringify } from "csv-stringify/sync";
import { defuse } from "@/lib/decisions/bulk/csv-cells";

/** A cell: text of anybody, a number of ours, or nothing. */
export type Cell = string | number | null;

const BYTE_ORDER_MARK = "\uFEFF";

/**
 * A spreadsheet (RFC 4180, UTF-8 with the mark by which Excel knows it) that is written as its pages are read: twenty
 * thousand rows take the memory of one page. Texts are defused. `name` without ending, of letters that an address has.
 */
export function csvResponse(
  name: string,
  columns: readonly string[],
  pages: AsyncIterable<readonly (readonly Cell[])[]>,
): Response {
  const encoder = new TextEncoder();
  const iterator = pages[Symbol.asyncIterator]();
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(BYTE_ORDER_MARK + csvText([columns]))),
    async pull(controller) {
      const { value, done } = await iterator.next();
      if (done === true) controller.close();
      else controller.enqueue(encoder.encode(csvText(value)));
    },
    async cancel() {
      await iterator.return?.();
    },
  });
  return new Response(body, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${name.replace(/[^\w.-]/g, "_")}.csv"`,
      "x-content-type-options": "nosniff",
    },
  });
}

/** Rows as CSV, texts defused. */
export const csvText = (rows: readonly (readonly Cell[])[]): string =>
  stringify(
    rows.map((row) => row.map((cell) => (typeof cell === "string" ? defuse(cell) : cell))),
    { record_delimiter: "windows", quoted_match: /^\s|\s$|[;\t\r\n]/ },
  );
