import { z } from "zod";
import { Prisma } from "@/lib/db/generated/client";
import { decodeCursor, encodeCursor } from "@/lib/http/cursor";
import { submissionStatusSchema, type SubmissionQuery } from "@/lib/mirror/schema";
import { containsPattern } from "@/lib/mirror/search-pattern";

const positionSchema = z.strictObject({
  at: z.iso.datetime().nullable(),
  campaign: z.string().max(200),
  id: z.string().regex(/^\d{1,16}$/),
  /** Among the campaigns that stand first. */
  first: z.literal("true").optional(),
});
type Position = z.infer<typeof positionSchema>;

/** The cursor behind a row: its place in the order, so that rows that come or go elsewhere move nothing. */
export function submissionCursor(
  row: { campaign_id: string; id: bigint; submitted_at: Date | null },
  firstCampaigns: readonly string[] = [],
): string {
  return encodeCursor({
    ...(firstCampaigns.includes(row.campaign_id) ? { first: "true" } : {}),
    at: row.submitted_at?.toISOString() ?? null,
    campaign: row.campaign_id,
    id: row.id.toString(),
  });
}

/**
 * The statement that finds a page: `firstCampaigns` before the others, then oldest first, then by campaign and id, those
 * without a time last. An index scan gives that order only for one status and on one side of "has a time", so each of
 * these is a scan of its own that stops after a page, and the few rows that they bring are merged. A campaign that comes
 * to stand first while somebody pages is on their first page from then on.
 */
export function submissionPage(
  campaignId: string | undefined,
  query: SubmissionQuery,
  firstCampaigns: readonly string[] = [],
): Prisma.Sql {
  const after = query.cursor === undefined ? undefined : decodeCursor(positionSchema, query.cursor);
  const ids = [...firstCampaigns];
  const parts = [
    ...(ids.length > 0 && (after === undefined || after.first !== undefined)
      ? [{ among: Prisma.sql`s.campaign_id = ANY(${ids})`, after }]
      : []),
    {
      among: ids.length > 0 ? Prisma.sql`s.campaign_id <> ALL(${ids})` : Prisma.sql`true`,
      after: after?.first !== undefined ? undefined : after,
    },
  ];
  const scans = parts.flatMap((part) =>
    statusesOf(query).flatMap((status) =>
      [true, false]
        .filter((timed) => timed === false || part.after === undefined || part.after.at !== null)
        .map((timed) => scan(campaignId, query, status, timed, part)),
    ),
  );
  return Prisma.sql`
    SELECT * FROM (${Prisma.join(scans, " UNION ALL ")}) AS found
    ORDER BY campaign_id = ANY(${ids}) DESC, submitted_at NULLS LAST, campaign_id, id LIMIT ${query.limit + 1}`;
}

function statusesOf({ status, undecided }: SubmissionQuery) {
  const statuses = status === undefined ? submissionStatusSchema.options : [status];
  // Nothing else can be undecided; an impossible wish finds nothing.
  return undecided === undefined ? statuses : [statuses.includes("Pending") ? "Pending" : "none"];
}

function scan(
  campaignId: string | undefined,
  { search, undecided, limit }: SubmissionQuery,
  status: string,
  timed: boolean,
  { among, after }: { among: Prisma.Sql; after: Position | undefined },
): Prisma.Sql {
  // Within one campaign its id is left out of the order: the index has none between time and id.
  const order = campaignId === undefined ? Prisma.sql`s.campaign_id, s.id` : Prisma.sql`s.id`;
  const place = (position: Position) =>
    campaignId === undefined
      ? Prisma.sql`${position.campaign}, ${BigInt(position.id)}::bigint`
      : Prisma.sql`${BigInt(position.id)}::bigint`;
  const conditions = [
    among,
    Prisma.sql`s.status = ${status}`,
    timed ? Prisma.sql`s.submitted_at IS NOT NULL` : Prisma.sql`s.submitted_at IS NULL`,
  ];
  if (campaignId !== undefined) conditions.push(Prisma.sql`s.campaign_id = ${campaignId}`);
  if (after !== undefined && timed)
    conditions.push(Prisma.sql`(s.submitted_at, ${order}) > (${after.at}::timestamptz, ${place(after)})`);
  if (after !== undefined && !timed && after.at === null)
    conditions.push(Prisma.sql`ROW(${order}) > ROW(${place(after)})`);
  if (search !== undefined && search !== "") {
    const pattern = containsPattern(search);
    conditions.push(Prisma.sql`(s.proof_text ILIKE ${pattern}
      OR EXISTS (SELECT 1 FROM worker w WHERE w.id = s.worker_id AND w.name ILIKE ${pattern}))`);
  }
  // OFFSET 0 keeps it a look into the index per row. As a join it was planned over all decisions of the campaign when
  // statistics were a minute old: 700 ms where this takes 10.
  if (undecided !== undefined)
    conditions.push(Prisma.sql`NOT EXISTS (
      SELECT 1 FROM decision d WHERE d.campaign_id = s.campaign_id AND d.submission_id = s.id
        AND d.state IN ('HELD', 'QUEUED', 'SENDING', 'UNCERTAIN', 'APPLIED')
      OFFSET 0)`);
  return Prisma.sql`(
    SELECT s.campaign_id, s.id, s.submitted_at FROM submission s
    WHERE ${Prisma.join(conditions, " AND ")}
    ORDER BY s.submitted_at, ${order} LIMIT ${limit + 1})`;
}
