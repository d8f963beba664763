import { type SubmissionStatus, submissionStatusSchema } from "@/lib/mirror/schema";

/** What the address says about the table. */
export type SubmissionFilter = { status: SubmissionStatus | null; search: string };

/** Reads the filter from the address; what is unknown there counts as not said. */
export function filterFrom(params: Pick<URLSearchParams, "get">): SubmissionFilter {
  return {
    status: submissionStatusSchema.safeParse(params.get("status")).data ?? null,
    search: (params.get("search") ?? "").trim().slice(0, 200),
  };
}

/** The address's query for a filter, without what is the standard anyway; empty or beginning with `?`. */
export function addressOf({ status, search }: SubmissionFilter): string {
  const params = new URLSearchParams();
  if (status !== null) params.set("status", status);
  if (search !== "") params.set("search", search);
  return params.size === 0 ? "" : `?${params}`;
}

/** Whether the filter leaves anything out. */
export function isFiltered({ status, search }: SubmissionFilter): boolean {
  return status !== null || search !== "";
}
