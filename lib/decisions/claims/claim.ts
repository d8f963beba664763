import { type Db, transaction } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { type ClaimedRow, claimCounts, othersIn, readClaimed } from "@/lib/decisions/claims/data";
import { CLAIM_SECONDS, type ClaimAnswer, type ClaimRequest } from "@/lib/decisions/claims/schema";
import { submissionPage } from "@/lib/mirror/submission-page";
import type { Permitted } from "@/lib/team/actor";

/** So many of them at most, the fullest first: each is a look of its own. */
const URGENT_MOST = 20;

/**
 * Gives this person the next submissions to review, and to nobody else until five minutes pass without a sign of life. Those
 * in `keep` are theirs with a fresh lease (unless somebody else holds them, or they are decided), the rest of
 * their claims is given back, and it is filled up to `limit`. Also says who else is here.
 */
export async function claimNext(
  actor: Permitted<"submissions.decide">,
  { campaignId, limit, keep }: ClaimRequest,
): Promise<ClaimAnswer> {
  const { claimed, until } = await transaction(async (tx) => {
    // One at a time: claims made side by side would all reach for the same first rows, and all but one come back for more.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('claim'))`;
    await giveBack(tx, actor.personId, keep);
    await takeKept(tx, actor.personId, keep);
    const kept = await refresh(tx, actor.personId);
    const taken = await take(tx, actor.personId, campaignId, limit - kept.length);
    await enter(tx, actor.personId, campaignId);
    const [{ until: end }] = await tx.$queryRaw<[{ until: Date }]>`SELECT ${leaseEnd} AS until`;
    return { claimed: [...inOrderOf(keep, kept), ...taken], until: end };
  });
  const [items, counts, others] = await Promise.all([
    readClaimed(claimed),
    claimCounts(actor.personId, campaignId),
    othersIn(actor.personId, campaignId),
  ]);
  return { items, until: until.toISOString(), ...counts, others };
}

/** By the database's clock, which all replicas share. */
const leaseEnd = Prisma.sql`(now() + ${CLAIM_SECONDS}::int * interval '1 second')`;

/** Ends this person's claims but for `keep`, and those of what is decided meanwhile, here or on RapidWorkers. */
async function giveBack(tx: Db, personId: string, keep: ClaimRequest["keep"]): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM claim c
    WHERE c.person_id = ${personId}::uuid AND (
      NOT EXISTS (
        SELECT 1 FROM unnest(${keep.map((at) => at.campaignId)}::text[],
          ${keep.map((at) => BigInt(at.submissionId))}::bigint[]) AS keep (campaign_id, submission_id)
        WHERE keep.campaign_id = c.campaign_id AND keep.submission_id = c.submission_id)
      OR NOT EXISTS (
        SELECT 1 FROM submission s
        WHERE s.campaign_id = c.campaign_id AND s.id = c.submission_id AND (s.status = 'Pending') IS TRUE)
      OR EXISTS (
        SELECT 1 FROM decision d WHERE d.campaign_id = c.campaign_id AND d.submission_id = c.submission_id
          AND d.state IN ('HELD', 'QUEUED', 'SENDING', 'UNCERTAIN', 'APPLIED')))`;
}

/**
 * What this person has before them and nobody holds becomes theirs: one that was decided and undone, one that was opened
 * by its address, one whose lease ran out.
 */
async function takeKept(tx: Db, personId: string, keep: ClaimRequest["keep"]): Promise<void> {
  if (keep.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO claim AS c (campaign_id, submission_id, person_id, until)
    SELECT DISTINCT s.campaign_id, s.id, ${personId}::uuid, ${leaseEnd}
    FROM unnest(${keep.map((at) => at.campaignId)}::text[],
      ${keep.map((at) => BigInt(at.submissionId))}::bigint[]) AS keep (campaign_id, submission_id)
    JOIN submission s ON s.campaign_id = keep.campaign_id AND s.id = keep.submission_id
      AND (s.status = 'Pending') IS TRUE
    WHERE NOT EXISTS (
      SELECT 1 FROM decision d WHERE d.campaign_id = s.campaign_id AND d.submission_id = s.id
        AND d.state IN ('HELD', 'QUEUED', 'SENDING', 'UNCERTAIN', 'APPLIED'))
    ON CONFLICT (campaign_id, submission_id) DO UPDATE SET person_id = EXCLUDED.person_id, until = EXCLUDED.until
      WHERE c.until <= now()`;
}

/** What is still this person's, with a fresh lease. A claim that ran out and that nobody took is still there. */
function refresh(tx: Db, personId: string): Promise<ClaimedRow[]> {
  return tx.$queryRaw<ClaimedRow[]>`
    UPDATE claim SET until = ${leaseEnd} WHERE person_id = ${personId}::uuid RETURNING campaign_id, submission_id`;
}

/**
 * Claims up to `places` more: first of campaigns that are about to pay everything unseen, then the oldest. What ran out is
 * taken over. The mirror's own page finds what is undecided; the pages are as much longer as claims stand at all, so
 * that enough is left however many of the first rows are claimed.
 */
async function take(
  tx: Db,
  personId: string,
  campaignId: string | undefined,
  places: number,
): Promise<ClaimedRow[]> {
  if (places <= 0) return [];
  const limit = places + (await tx.claim.count());
  const scopes = campaignId === undefined ? [...(await urgentCampaigns(tx)), undefined] : [campaignId];
  const pages = scopes.map(
    (scope, rank) =>
      Prisma.sql`SELECT page.*, ${rank}::int AS rank
        FROM (${submissionPage(scope, { undecided: "true", limit })}) AS page`,
  );
  const taken = await tx.$queryRaw<ClaimedRow[]>`
    WITH next AS MATERIALIZED (
      SELECT found.campaign_id, found.id, row_number() OVER (
        ORDER BY min(found.rank), found.submitted_at NULLS LAST, found.campaign_id, found.id) AS place
      FROM (${Prisma.join(pages, " UNION ALL ")}) AS found
      WHERE NOT EXISTS (
        SELECT 1 FROM claim c
        WHERE c.campaign_id = found.campaign_id AND c.submission_id = found.id AND c.until > now())
      GROUP BY found.campaign_id, found.id, found.submitted_at
      ORDER BY place LIMIT ${places}
    ),
    taken AS (
      INSERT INTO claim AS c (campaign_id, submission_id, person_id, until)
      SELECT campaign_id, id, ${personId}::uuid, ${leaseEnd} FROM next
      ON CONFLICT (campaign_id, submission_id) DO UPDATE SET person_id = EXCLUDED.person_id, until = EXCLUDED.until
        WHERE c.until <= now()
      RETURNING campaign_id, submission_id
    )
    SELECT taken.campaign_id, taken.submission_id FROM taken
    JOIN next ON next.campaign_id = taken.campaign_id AND next.id = taken.submission_id
    ORDER BY next.place`;
  return taken;
}

/**
 * Campaigns with `approve_once_full` that are nearly full (as the dispatcher sees it, lib/decisions/claim.ts): what is not rejected in time gets paid. Pending submissions
 * still count as remaining places (design, "Planner").
 */
async function urgentCampaigns(tx: Db): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM campaign
    WHERE approve_once_full AND status = 'Active' AND pending > 0
      AND remaining_availabilities - pending <= greatest(10, total_availabilities / 10)
    ORDER BY remaining_availabilities - pending, id LIMIT ${URGENT_MOST}`;
  return rows.map(({ id }) => id);
}

/** Notes where this person reviews now: in one place at a time. */
async function enter(tx: Db, personId: string, campaignId = ""): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM review_presence WHERE person_id = ${personId}::uuid AND campaign_id <> ${campaignId}`;
  await tx.$executeRaw`
    INSERT INTO review_presence (person_id, campaign_id, seen_at) VALUES (${personId}::uuid, ${campaignId}, now())
    ON CONFLICT (person_id, campaign_id) DO UPDATE SET seen_at = EXCLUDED.seen_at`;
}

function inOrderOf(keep: ClaimRequest["keep"], rows: ClaimedRow[]): ClaimedRow[] {
  const place = new Map(keep.map((at, index) => [`${at.campaignId}/${at.submissionId}`, index]));
  const of = (row: ClaimedRow) => place.get(`${row.campaign_id}/${row.submission_id}`) ?? 0;
  return rows.toSorted((a, b) => of(a) - of(b));
}
