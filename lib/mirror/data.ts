import { db } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { needsAnEye } from "@/lib/decisions/standing";
import type { Decision } from "@/lib/decisions/schema";
import { serializeDecision } from "@/lib/decisions/serialize";
import { currentPauses } from "@/lib/gateway/pause";
import { campaignCursor, campaignOrder } from "@/lib/mirror/campaign-order";
import {
  CAMPAIGN_COLUMNS,
  type CampaignRow,
  NEARLY_FULL,
  RUN_UNDER_WAY,
  serializeCampaign,
  waitingSubmissions,
} from "@/lib/mirror/campaign-row";
import type {
  BalanceAnswer,
  Campaign,
  CampaignDetail,
  CampaignQuery,
  Overview,
  Submission,
  SubmissionQuery,
} from "@/lib/mirror/schema";
import { containsPattern } from "@/lib/mirror/search-pattern";
import { submissionCursor, submissionPage } from "@/lib/mirror/submission-page";
import { serializeSubmission, type SubmissionRow, submissionRows } from "@/lib/mirror/submission-row";
import { parseMoney } from "@/lib/money";

type Page<T> = { items: T[]; nextCursor: string | null };

/** Campaigns, the most urgent first (or as `sort` says). @throws ProblemError `bad_cursor` */
export async function listCampaigns(query: CampaignQuery): Promise<Page<Campaign>> {
  const { status, search, sort, limit } = query;
  const { key, order, after } = campaignOrder(query);
  const found = await db().$queryRaw<(CampaignRow & { sort_key: string })[]>`
    WITH waiting AS (${waitingSubmissions(Prisma.sql`true`)})
    SELECT ${CAMPAIGN_COLUMNS}, ${key} AS sort_key
    FROM campaign c
    LEFT JOIN waiting ON waiting.campaign_id = c.id
    ${RUN_UNDER_WAY}
    WHERE ${status === undefined ? Prisma.sql`true` : Prisma.sql`c.status = ${status}`}
      AND ${search === undefined || search === "" ? Prisma.sql`true` : Prisma.sql`c.title ILIKE ${containsPattern(search)}`}
      AND ${after}
    ORDER BY ${order} LIMIT ${limit + 1}`;
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return {
    // A list needs no descriptions: they are long, and the vendor's list is read every half minute.
    items: rows.map((row) => {
      const { description: _, ...campaign } = serializeCampaign(row);
      return campaign;
    }),
    nextCursor: found.length > limit && last !== undefined ? campaignCursor(sort, last) : null,
  };
}

/** One campaign, or undefined when the mirror has none of that id. */
export async function readCampaign(id: string): Promise<CampaignDetail | undefined> {
  const [row] = await db().$queryRaw<CampaignRow[]>`
    WITH waiting AS (${waitingSubmissions(Prisma.sql`s.campaign_id = ${id}`)})
    SELECT ${CAMPAIGN_COLUMNS}
    FROM campaign c
    LEFT JOIN waiting ON waiting.campaign_id = c.id
    ${RUN_UNDER_WAY}
    WHERE c.id = ${id}`;
  return row === undefined ? undefined : serializeCampaign(row);
}

/**
 * Submissions of one campaign, or of all (`campaignId` undefined), oldest first. Of the undecided ones of all campaigns those
 * stand first that get paid unless they are rejected in time. Three or four statements a page, however long.
 * Nothing is flagged yet, so a wish for a flag finds nothing. @throws ProblemError `bad_cursor`
 */
export async function listSubmissions(
  campaignId: string | undefined,
  query: SubmissionQuery,
): Promise<Page<Submission>> {
  if (query.flag !== undefined) return { items: [], nextCursor: null };
  const first = campaignId === undefined && query.undecided !== undefined ? await nearlyFullCampaigns() : [];
  const page = submissionPage(campaignId, query, first);
  const found = await db().$queryRaw<SubmissionRow[]>(submissionRows(page, first));
  const rows = found.slice(0, query.limit);
  const last = rows.at(-1);
  const decisions = await readDecisions(
    rows.flatMap(({ decision_id }) => (decision_id === null ? [] : [decision_id])),
  );
  return {
    items: rows.map((row) => serializeSubmission(row, decisions.get(row.decision_id ?? "") ?? null)),
    nextCursor: found.length > query.limit && last !== undefined ? submissionCursor(last, first) : null,
  };
}

async function nearlyFullCampaigns(): Promise<string[]> {
  const rows = await db().$queryRaw<{ id: string }[]>`SELECT c.id FROM campaign c WHERE ${NEARLY_FULL}`;
  return rows.map(({ id }) => id);
}

async function readDecisions(ids: string[]): Promise<Map<string, Decision>> {
  if (ids.length === 0) return new Map();
  const rows = await db().decision.findMany({
    where: { id: { in: ids } },
    include: { decidedBy: { select: { id: true, name: true } } },
  });
  return new Map(rows.map((row) => [row.id, serializeDecision(row)]));
}

/** Older than this, a balance is shown as old: twice the longest time between two reads. */
const BALANCE_STALE_MS = 30 * 60_000;

/** The balance as last read. Stale: never read, old, or a closed door keeps it from being read. */
export async function readBalance(now = new Date()): Promise<BalanceAnswer> {
  const [row, pauses] = await Promise.all([db().balance.findUnique({ where: { id: 1 } }), currentPauses()]);
  if (row === null) return { balance: null, asOf: null, stale: true };
  // Missing money holds approvals back, not the reading of the balance.
  const closed = pauses.some(({ reason }) => reason !== "insufficient_funds");
  return {
    balance: parseMoney(row.amount.toFixed()),
    asOf: row.asOf.toISOString(),
    stale: closed || now.getTime() - row.asOf.getTime() > BALANCE_STALE_MS,
  };
}

/**
 * The figures of the overview. "Today" is the UTC day of `now`. Conflicts and refusals count while they need an eye
 * (lib/decisions/standing.ts); what was undone does not count as decided.
 */
export async function readOverview(now: Date): Promise<Overview> {
  const today = new Date(now);
  today.setUTCHours(0, 0, 0, 0);
  const [row] = await db().$queryRaw<[Omit<Overview, "oldestPendingAt"> & { oldestPendingAt: Date | null }]>`
    SELECT waiting.undecided, waiting.oldest AS "oldestPendingAt", campaigns.*, decisions.*
    FROM (
      SELECT coalesce(sum(undecided), 0)::int AS undecided, min(oldest) AS oldest
      FROM (${waitingSubmissions(Prisma.sql`true`)}) AS each
    ) AS waiting, (
      SELECT coalesce(sum(pending), 0)::int AS pending,
        count(*) FILTER (WHERE status = 'Active')::int AS "campaignsActive"
      FROM campaign
    ) AS campaigns, (
      SELECT
        (SELECT count(*)::int FROM decision WHERE decided_at >= ${today} AND state <> 'UNDONE') AS "decidedToday",
        (SELECT count(*)::int FROM decision d WHERE d.state = 'CONFLICT' AND ${needsAnEye}) AS conflicts,
        (SELECT count(*)::int FROM decision d WHERE d.state = 'REFUSED' AND ${needsAnEye}) AS refused,
        (SELECT count(*)::int FROM decision d WHERE d.state = 'UNCERTAIN') AS uncertain
    ) AS decisions`;
  return { ...row, oldestPendingAt: row.oldestPendingAt?.toISOString() ?? null };
}
