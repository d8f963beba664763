import type { Problem } from "@/lib/http/problem";

/** The answer to a batch id that the ledger does not have. */
export const noSuchBatch: Problem = {
  status: 404,
  code: "not_found",
  detail: "There is no bulk action with this id.",
};

/** The answer to an idempotency key that stands for another request. */
export const keyReused: Problem = {
  status: 422,
  code: "key_reused",
  detail: "This idempotency key was used for another request. Nothing was done.",
};
