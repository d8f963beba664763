import type { ImportRow } from "@/lib/decisions/bulk/schema";

/** What is shown of the rows: those that would do something, those that are refused, or all. */
export const ROW_SHOWS = ["all", "decided", "refused"] as const;
export type RowShow = (typeof ROW_SHOWS)[number];

/** The rows of one kind, in the order of the file. */
export function rowsShown(rows: readonly ImportRow[], show: RowShow): readonly ImportRow[] {
  switch (show) {
    case "all":
      return rows;
    case "decided":
      return rows.filter(({ outcome }) => outcome === "approve" || outcome === "reject");
    case "refused":
      return rows.filter(({ outcome }) => outcome === "refused");
  }
}

/** What is looked at first: what went wrong, if anything did. */
export function firstShow(rows: readonly ImportRow[]): RowShow {
  return rows.some(({ outcome }) => outcome === "refused") ? "refused" : "all";
}
