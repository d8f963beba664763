import type { Verdict } from "@/lib/decisions/schema";

/** How people spell a verdict in a spreadsheet, in any case. A mere `x` is left out: it means "this one" as often as "no". */
export const VERDICT_WORDS: Record<Verdict, readonly string[]> = {
  approve: ["approve", "approved", "yes", "y", "✓", "✔", "✅", "通过"],
  reject: ["reject", "rejected", "no", "n", "✕", "✖", "✗", "✘", "❌", "驳回", "拒绝"],
};

const VERDICT_OF = new Map<string, Verdict>(
  (["approve", "reject"] as const).flatMap((verdict) =>
    VERDICT_WORDS[verdict].map((word) => [word, verdict]),
  ),
);

/** The verdict that a cell spells, or undefined. Signs count with or without the mark that makes them emoji. */
export const verdictOf = (cell: string): Verdict | undefined =>
  VERDICT_OF.get(cell.trim().toLowerCase().replace("\uFE0F", ""));
