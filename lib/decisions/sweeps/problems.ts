import type { ReadList } from "@/lib/decisions/sweeps/read-pending";
import { ProblemError } from "@/lib/http/unexpected";

const DETAIL = {
  not_sent: "RapidWorkers cannot be asked now",
  failed: "RapidWorkers did not answer as it should",
  unsteady: "RapidWorkers' list changed while it was read",
} as const;

/** The answer to a person when the vendor's list cannot be read now: nothing was decided. */
export const notRead = (list: Extract<ReadList, { ok: false }>) =>
  new ProblemError({
    status: 503,
    code: "vendor_not_read",
    detail: `${DETAIL[list.reason]}, so it is not known what is pending. Nothing was done. Try again in a moment.`,
    extra: { reason: list.reason === "not_sent" ? list.pause.reason : list.reason },
  });
