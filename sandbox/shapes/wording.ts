import type { Settings } from "@/sandbox/settings";

/**
 * The two meanings of a 400 on approve and on ordering, in three wordings: the reference fixes none of them. "vague"
 * fits neither meaning on purpose: a client has to read back.
 */
const wordings = {
  plain: {
    processed: "Submission already processed",
    funds: "Insufficient funds",
    balance: "Insufficient balance",
  },
  wordy: {
    processed: "This submission has already been approved or rejected.",
    funds: "You do not have enough funds in your account to pay this worker. Please add funds.",
    balance: "Your account balance is not sufficient to create this job.",
  },
  vague: {
    processed: "The request could not be completed.",
    funds: "The request could not be completed.",
    balance: "The request could not be completed.",
  },
} as const;

/** The vendor's words for a refusal, in the wording that is switched on. */
export function wording(settings: Settings, reason: "processed" | "funds" | "balance"): string {
  return wordings[settings.contradictions.wording][reason];
}
