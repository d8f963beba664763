declare const submissionKeyBrand: unique symbol;

/** Names one submission across all campaigns: the vendor's submission numbers alone are not promised to be unique. */
export type SubmissionKey = string & { readonly [submissionKeyBrand]: true };

/** The key of anything that carries a submission's number as `id`. */
export function keyOf(submission: { campaignId: string; id: number }): SubmissionKey {
  return `${submission.campaignId}/${submission.id}` as SubmissionKey;
}

/** The key of anything that points to a submission with `submissionId` (decisions, their answers, outbox items). */
export function keyOfTarget(target: { campaignId: string; submissionId: number }): SubmissionKey {
  return keyOf({ campaignId: target.campaignId, id: target.submissionId });
}
