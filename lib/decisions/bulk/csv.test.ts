import { stringify } from "csv-stringify/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defuse, undefuse } from "@/lib/decisions/bulk/csv-cells";
import { csvResponse, csvText } from "@/lib/decisions/bulk/csv-response";
import { judgeRows, type Known } from "@/lib/decisions/bulk/judge-rows";
import { readSheet } from "@/lib/decisions/bulk/read-sheet";

const hostile = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary" }),
  fc
    .array(
      fc.constantFrom(
        "=",
        "+",
        "-",
        "@",
        "\t",
        "\r",
        "\n",
        "'",
        '"',
        ",",
        ";",
        "＝",
        "\uFEFF",
        "1",
        "é",
        "拒",
      ),
      {
        maxLength: 8,
      },
    )
    .map((parts) => parts.join("")),
);

describe("cells", () => {
  it("never begin a formula, and come back as they were", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(defuse(text)).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);
        expect(undefuse(defuse(text))).toBe(text);
      }),
      { numRuns: 5_000 },
    );
  });

  it.each([
    ["=1+1", "'=1+1"],
    ["+1", "'+1"],
    ["-1", "'-1"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\t=1", "'\t=1"],
    ["\r=1", "'\r=1"],
    ["'=1", "''=1"],
    ["'tis", "'tis"],
    ["a=b", "a=b"],
  ])("%j is written as %j", (text, cell) => expect(defuse(text)).toBe(cell));

  it("are quoted as RFC 4180 says, a line a row", () => {
    expect(csvText([[1, 'say "hi"', "a,b", "=x", null, "two\nlines", " edge"]])).toBe(
      `1,"say ""hi""","a,b",'=x,,"two\nlines"," edge"\r\n`,
    );
  });
});

describe("a spreadsheet", () => {
  const HEADER = ["id", "worker", "verdict", "notes"];
  /** As it is stored and trimmed, what a cell can say. */
  const kept = (text: string) => text.replace(/\p{Cs}|\0/gu, "\uFFFD").trim();

  it("is read back as it was written, whatever stands in it, with every separator and line end", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ id: fc.nat(), worker: hostile, verdict: hostile, notes: hostile }), {
          maxLength: 12,
        }),
        fc.constantFrom(",", ";", "\t"),
        fc.constantFrom("\r\n", "\n", "\r"),
        fc.constantFrom("", "\uFEFF", "\uFEFF\r\n"),
        (rows, delimiter, recordDelimiter, head) => {
          const cells = rows.map(({ id, worker, verdict, notes }) =>
            [`${id}`, worker, verdict, notes].map(defuse),
          );
          const text =
            head +
            stringify([HEADER, ...cells], { delimiter, record_delimiter: recordDelimiter, quoted: true });
          const sheet = readSheet(text);
          if (!sheet.ok) throw new Error(sheet.words);
          expect(sheet.rows.map(({ id, verdict, notes }) => ({ id, verdict, notes }))).toEqual(
            rows.map(({ id, verdict, notes }) => ({
              id: `${id}`,
              verdict: kept(verdict),
              notes: kept(notes),
            })),
          );
          expect(sheet.rows.every(({ overlong }) => !overlong)).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("is read from what the desk writes", async () => {
    const notes = ["=cmd|' /C calc'!A0", "plain", 'a "quoted", two\nlines', "'=kept"];
    async function* pages() {
      for (const [index, note] of notes.entries()) yield [[index, "reject", note]];
    }
    const text = await csvResponse("x", ["id", "verdict", "notes"], pages()).text();
    const bytes = await csvResponse("x", ["id"], pages()).arrayBuffer();
    expect([...new Uint8Array(bytes).slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const sheet = readSheet(text);
    expect(sheet.ok && sheet.rows.map((row) => row.notes)).toEqual(notes);
  });

  it("says on which line each row begins, blank lines and lines in cells counted", () => {
    const sheet = readSheet('\r\nid,verdict,notes\r\n1,yes,"a\r\nb"\r\n\r\n2,no,c\n3,yes,');
    expect(sheet.ok && sheet.rows.map(({ line }) => line)).toEqual([3, 6, 7]);
  });

  it("has its columns found anywhere and in any case", () => {
    const sheet = readSheet('"Notes";Worker;" VERDICT ";ID\nwell done;Zoë;Yes;7\n');
    expect(sheet).toMatchObject({ ok: true, rows: [{ id: "7", verdict: "Yes", notes: "well done" }] });
  });

  it.each([
    ["", "no_columns"],
    ["worker,notes\n1,2\n", "no_columns"],
    ['id,verdict\n1,"yes\n', "bad_csv"],
  ])("that is none is refused: %j", (csv, reason) => {
    expect(readSheet(csv)).toMatchObject({ ok: false, reason });
  });
});

describe("rows", () => {
  const known = new Map<number, Known>([
    [1, { status: "Pending", worker: "Zoë", decided: false }],
    [2, { status: "Pending", worker: "Ben", decided: true }],
    [3, { status: "Rejected", worker: "Cy", decided: false }],
    [4, { status: "Approved", worker: "Di", decided: true }],
  ]);
  const judged = (lines: string) => {
    const sheet = readSheet(`id,verdict,notes\n${lines}`);
    if (!sheet.ok) throw new Error(sheet.words);
    return judgeRows(sheet.rows, known).map(({ outcome, code }) => code ?? outcome);
  };

  it.each([
    ["1,approve,", "approve"],
    ["1,APPROVED,fine", "approve"],
    ["1,Yes,", "approve"],
    ["1,y,", "approve"],
    ["1,✓,", "approve"],
    ["1,✔️,", "approve"],
    ["1,通过,", "approve"],
    ["1.0,yes,", "approve"],
    ['"1,00",yes,', "approve"],
    [" 1 , yes ,", "approve"],
    ["1,reject,Wrong page", "reject"],
    ["1,Rejected,Wrong page", "reject"],
    ["1,NO,Wrong page", "reject"],
    ["1,✕,Wrong page", "reject"],
    ["1,驳回,不对", "reject"],
    ["1,reject,'=Wrong page", "reject"],
    ["1,,", "skip"],
    [",,", "skip"],
    ["nonsense,,", "skip"],
    ["1", "skip"],
    ["1,reject,", "no_notes"],
    ['1,no," "', "no_notes"],
    ["1,perhaps,", "bad_verdict"],
    ["1,x,", "bad_verdict"],
    ["1,yes,wrong, page", "bad_row"],
    ["1,yes,fine,,", "approve"],
    ["#1,yes,", "bad_row"],
    ["-1,yes,", "bad_row"],
    ["1.5,yes,", "bad_row"],
    ["99999999999999999999,yes,", "bad_row"],
    [`1,no,${"x".repeat(2001)}`, "bad_row"],
    ["2,yes,", "already_decided"],
    ["3,yes,", "decided_on_rapidworkers"],
    ["4,yes,", "already_decided"],
    ["5,yes,", "unknown_submission"],
  ])("%s → %s", (line, expected) => expect(judged(line)).toEqual([expected]));

  it("that name a submission twice are all refused; a row without a verdict does not count", () => {
    expect(judged("1,yes,\n1,no,Wrong page\n1,,")).toEqual(["twice", "twice", "skip"]);
    expect(judged("1,yes,\n1,,")).toEqual(["approve", "skip"]);
  });
});
