import { db } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import type { ClaimAnswer } from "@/lib/decisions/claims/schema";
import { serializeDecision } from "@/lib/decisions/serialize";
import { waitingSubmissions } from "@/lib/mirror/campaign-row";
import type { Submission } from "@/lib/mirror/schema";
import { serializeSubmission, type SubmissionRow, submissionRows } from "@/lib/mirror/submission-row";

export type ClaimedRow = { campaign_id: string; submission_id: bigint };

/** Somebody who did not ask for claims for so long is not there any more. */
const PRESENT_SECONDS = 60;

/** The claimed submissions as the lists show them, in the order given. */
export async function readClaimed(claimed: readonly ClaimedRow[]): Promise<Submission[]> {
  if (claimed.length === 0) return [];
  const rows = await db().$queryRaw<SubmissionRow[]>(
    submissionRows(Prisma.sql`
      SELECT s.campaign_id, s.id, s.submitted_at
      FROM unnest(${claimed.map((row) => row.campaign_id)}::text[],
        ${claimed.map((row) => row.submission_id)}::bigint[]) AS claimed (campaign_id, id)
      JOIN submission s ON s.campaign_id = claimed.campaign_id AND s.id = claimed.id`),
  );
  // An undone or refused decision may stand on what is undecided again.
  const earlier = await db().decision.findMany({
    where: { id: { in: rows.flatMap(({ decision_id }) => decision_id ?? []) } },
    include: { decidedBy: { select: { id: true, name: true } } },
  });
  const decisions = new Map(earlier.map((row) => [row.id, serializeDecision(row)]));
  const items = new Map(
    rows.map((row) => [
      `${row.campaign_id}/${row.id}`,
      serializeSubmission(row, decisions.get(row.decision_id ?? "") ?? null),
    ]),
  );
  return claimed.flatMap((row) => items.get(`${row.campaign_id}/${row.submission_id}`) ?? []);
}

/** How much of a campaign, or of all, is undecided, and how much of that others hold now. */
export async function claimCounts(
  personId: string,
  campaignId: string | undefined,
): Promise<Pick<ClaimAnswer, "undecided" | "heldByOthers">> {
  const which = campaignId === undefined ? Prisma.sql`true` : Prisma.sql`s.campaign_id = ${campaignId}`;
  const [counts] = await db().$queryRaw<[{ undecided: number; heldByOthers: number }]>`
    SELECT
      (SELECT coalesce(sum(undecided), 0)::int FROM (${waitingSubmissions(which)}) AS waiting) AS undecided,
      (SELECT count(*)::int FROM claim c
        JOIN submission s ON s.campaign_id = c.campaign_id AND s.id = c.submission_id AND (s.status = 'Pending') IS TRUE
        WHERE c.person_id <> ${personId}::uuid AND c.until > now() AND ${which} AND NOT EXISTS (
          SELECT 1 FROM decision d WHERE d.campaign_id = c.campaign_id AND d.submission_id = c.submission_id
            AND d.state IN ('HELD', 'QUEUED', 'SENDING', 'UNCERTAIN', 'APPLIED'))) AS "heldByOthers"`;
  return counts;
}

/** Who else is in this review now, by name. */
export async function othersIn(personId: string, campaignId = ""): Promise<ClaimAnswer["others"]> {
  return db().$queryRaw<ClaimAnswer["others"]>`
    SELECT p.id, p.name FROM review_presence r JOIN person p ON p.id = r.person_id
    WHERE r.campaign_id = ${campaignId} AND r.person_id <> ${personId}::uuid
      AND r.seen_at > now() - ${PRESENT_SECONDS}::int * interval '1 second'
    ORDER BY p.name, p.id`;
}
