import type { Db } from "@/lib/db/client";
import type { Campaign } from "@/lib/marketplace/types";
import { clean } from "@/lib/mirror/submission-rows";
import { emit } from "@/lib/runtime/emit";

/**
 * Writes campaigns with their counters, all in one statement, and tells open pages of those that changed; returns their
 * ids. A field that the vendor did not tell (null) keeps what was known. Campaigns that are gone upstream stay, and their
 * `counters_at` stays behind.
 *
 * A read that began before the counters last changed here (`counters_at`, by the database's clock) is older than what
 * stands, e.g. than a decision of our own, and is left out: the next read tells the same, later.
 */
export async function applyCampaigns(
  tx: Db,
  campaigns: readonly Campaign[],
  readStartedAt: Date,
): Promise<string[]> {
  if (campaigns.length === 0) return [];
  // The same campaign twice would be "ON CONFLICT cannot affect row a second time".
  const rows = [...new Map(campaigns.map((campaign) => [campaign.id, rowOf(campaign)])).values()];
  const changed = await tx.$queryRaw<{ id: string }[]>`
    WITH told AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(
        id text, title text, description text, category text, location text, status text, pay numeric,
        created_at timestamptz, total int, remaining int, completed int, success_rate numeric, canceled boolean,
        pending int, approved int, rejected int)
    ), before AS (
      SELECT c.* FROM campaign c JOIN told USING (id)
    ), written AS (
      INSERT INTO campaign AS c (id, title, description, category, location, status, pay, created_at,
        total_availabilities, remaining_availabilities, completed, success_rate, canceled,
        pending, approved, rejected, counters_at)
      SELECT t.id, t.title, coalesce(t.description, b.description, ''), coalesce(t.category, b.category, ''),
        coalesce(t.location, b.location, ''), t.status, t.pay, coalesce(t.created_at, b.created_at),
        coalesce(t.total, b.total_availabilities, 0), coalesce(t.remaining, b.remaining_availabilities, 0),
        coalesce(t.completed, b.completed, 0), coalesce(t.success_rate, b.success_rate), t.canceled,
        coalesce(t.pending, b.pending, 0), coalesce(t.approved, b.approved, 0),
        coalesce(t.rejected, b.rejected, 0), ${readStartedAt}
      FROM told t LEFT JOIN before b USING (id)
      ORDER BY t.id
      ON CONFLICT (id) DO UPDATE SET
        title = EXCLUDED.title, description = EXCLUDED.description, category = EXCLUDED.category,
        location = EXCLUDED.location, status = EXCLUDED.status, pay = EXCLUDED.pay,
        created_at = EXCLUDED.created_at, total_availabilities = EXCLUDED.total_availabilities,
        remaining_availabilities = EXCLUDED.remaining_availabilities, completed = EXCLUDED.completed,
        success_rate = EXCLUDED.success_rate, canceled = EXCLUDED.canceled, pending = EXCLUDED.pending,
        approved = EXCLUDED.approved, rejected = EXCLUDED.rejected, counters_at = EXCLUDED.counters_at
      WHERE c.counters_at < EXCLUDED.counters_at
      RETURNING c.*
    )
    SELECT w.id FROM written w LEFT JOIN before b USING (id)
    WHERE b.id IS NULL
      OR (w.title, w.description, w.category, w.location, w.status, w.pay, w.created_at, w.total_availabilities,
          w.remaining_availabilities, w.completed, w.success_rate, w.canceled, w.pending, w.approved, w.rejected)
        IS DISTINCT FROM
         (b.title, b.description, b.category, b.location, b.status, b.pay, b.created_at, b.total_availabilities,
          b.remaining_availabilities, b.completed, b.success_rate, b.canceled, b.pending, b.approved, b.rejected)
    ORDER BY w.id`;
  const ids = changed.map(({ id }) => id);
  if (ids.length > 0) await emit(tx, [{ type: "campaign", ids }]);
  return ids;
}

function rowOf(campaign: Campaign) {
  const { id, pay, completed, successRate, canceled, pending, approved, rejected } = campaign;
  const text = (value: string | null) => (value === null ? null : clean(value));
  return {
    id,
    title: clean(campaign.title),
    description: text(campaign.description),
    category: text(campaign.category),
    location: text(campaign.location),
    // A word that the reference does not list is shown as it came.
    status: campaign.status === "Unknown" ? clean(campaign.statusText) : campaign.status,
    pay,
    created_at: campaign.createdAt !== null && campaign.createdAt >= "1970" ? campaign.createdAt : null,
    total: campaign.totalAvailabilities,
    remaining: campaign.remainingAvailabilities,
    completed,
    success_rate: successRate,
    canceled,
    pending,
    approved,
    rejected,
  };
}
