import type { ImportRow } from "@/lib/decisions/bulk/schema";
import type { SheetRow } from "@/lib/decisions/bulk/read-sheet";
import { verdictOf } from "@/lib/decisions/bulk/verdict-words";

/** What the desk knows of a submission that a spreadsheet names. */
export type Known = { status: string; worker: string; decided: boolean };

/** As for one decision (lib/decisions/schema.ts). */
const NOTES_MAX = 2000;

/**
 * What each row of a spreadsheet would do, or why it is refused (the codes of `importRowSchema`). A submission that
 * several rows decide is refused in all of them: which one is meant is not ours to guess.
 */
export function judgeRows(rows: readonly SheetRow[], known: ReadonlyMap<number, Known>): ImportRow[] {
  const times = new Map<number, number>();
  for (const row of rows) {
    const id = idOf(row);
    if (id !== null && row.verdict !== "") times.set(id, (times.get(id) ?? 0) + 1);
  }
  return rows.map((row) => {
    const submissionId = idOf(row);
    const submission = submissionId === null ? undefined : known.get(submissionId);
    const shown = {
      line: row.line,
      submissionId,
      worker: submission?.worker ?? null,
      notes: row.notes === "" ? null : row.notes.slice(0, NOTES_MAX),
    };
    if (row.verdict === "") return { ...shown, outcome: "skip", code: null };
    const verdict = verdictOf(row.verdict);
    const code =
      submissionId === null || row.overlong || row.notes.length > NOTES_MAX
        ? "bad_row"
        : verdict === undefined
          ? "bad_verdict"
          : (times.get(submissionId) ?? 0) > 1
            ? "twice"
            : refusalOf(submission, verdict === "reject" && row.notes === "");
    return code !== null || verdict === undefined
      ? { ...shown, outcome: "refused", code }
      : { ...shown, outcome: verdict, code: null };
  });
}

function refusalOf(submission: Known | undefined, lacksNotes: boolean): string | null {
  if (submission === undefined) return "unknown_submission";
  if (submission.decided) return "already_decided";
  if (submission.status !== "Pending") return "decided_on_rapidworkers";
  return lacksNotes ? "no_notes" : null;
}

/** The id that a row names, or null: a whole number, also as a spreadsheet that took it for a decimal writes it. */
export function idOf({ id }: SheetRow): number | null {
  const number = /^\d{1,16}([.,]0+)?$/.test(id) ? Number.parseInt(id, 10) : Number.NaN;
  return Number.isSafeInteger(number) ? number : null;
}
