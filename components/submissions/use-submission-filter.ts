"use client";

import { useSearchParams } from "next/navigation";
import { addressOf, filterFrom, type SubmissionFilter } from "@/components/submissions/filter";

/** The filter that stands in the address, and how to change a part of it without a way back for each letter. */
export function useSubmissionFilter() {
  const filter = filterFrom(useSearchParams());
  const change = (part: Partial<SubmissionFilter>) => {
    // Read at the time of the change: a search may come late, after another part was changed.
    const now = filterFrom(new URLSearchParams(window.location.search));
    window.history.replaceState(null, "", `${window.location.pathname}${addressOf({ ...now, ...part })}`);
  };
  return { filter, change };
}
