import { db, transaction } from "@/lib/db/client";
import { type CallContext, type CallOutcome, callMarketplace } from "@/lib/gateway/call";
import { applyCampaigns } from "@/lib/mirror/apply-campaigns";
import { noteCountersRead } from "@/lib/mirror/due";
import { readClock } from "@/lib/mirror/read-clock";
import { storeBalance } from "@/lib/mirror/store-balance";

/** A read that was written into the mirror, or why it was not. */
export type Read = CallOutcome<void>;

/**
 * Reads every campaign's counters (one request; more where the vendor pages the list). A campaign moved while they differ
 * from `synced_*`: so a move that is seen is never forgotten, whenever its submissions are read.
 */
export async function syncCounters(context: CallContext): Promise<Read> {
  const readStartedAt = await readClock();
  const answer = await callMarketplace(context, (client) => client.listCampaigns());
  if (!answer.ok) return answer;
  await transaction(async (tx) => {
    await applyCampaigns(tx, answer.value, readStartedAt);
    await noteCountersRead(tx, readStartedAt);
  });
  return { ok: true, value: undefined };
}

/** Reads the account's balance. */
export async function syncBalance(context: CallContext): Promise<Read> {
  const readStartedAt = await readClock();
  const answer = await callMarketplace(context, (client) => client.getBalance());
  if (!answer.ok) return answer;
  await transaction((tx) => storeBalance(tx, answer.value, readStartedAt));
  return { ok: true, value: undefined };
}

/**
 * Reads who is blocked. Ids are compared as texts: the vendor's list has numbers where submissions may have words
 * (API, contradiction 3). So a name never marks anybody, and only a worker whose id is a number can be found missing
 * from the list and be unmarked, unless the desk itself blocked them after the read began.
 */
export async function syncBlocked(context: CallContext): Promise<Read> {
  const readStartedAt = await readClock();
  const answer = await callMarketplace(context, (client) => client.listBlockedWorkers());
  if (!answer.ok) return answer;
  const blocked = answer.value.map(({ workerId, blockedAt }) => ({ id: workerId, at: blockedAt }));
  await db().$executeRaw`
    WITH listed AS (
      SELECT DISTINCT ON (id) id, at FROM jsonb_to_recordset(${JSON.stringify(blocked)}::jsonb) AS r(id text, at timestamptz)
    )
    UPDATE worker w SET blocked_at = CASE WHEN now_blocked THEN coalesce(listed_at, w.blocked_at, ${readStartedAt}) END
    FROM (
      SELECT k.id, l.id IS NOT NULL AS now_blocked, l.at AS listed_at
      FROM worker k LEFT JOIN listed l USING (id)
      WHERE l.id IS NOT NULL
        OR (k.blocked_at < ${readStartedAt} AND k.id ~ '^[0-9]+$')
    ) AS found
    WHERE w.id = found.id
      AND w.blocked_at IS DISTINCT FROM (CASE WHEN now_blocked THEN coalesce(listed_at, w.blocked_at, ${readStartedAt}) END)`;
  return { ok: true, value: undefined };
}
