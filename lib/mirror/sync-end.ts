import type { Db } from "@/lib/db/client";
import { log } from "@/lib/log";
import { OWN_IN_MOTION } from "@/lib/mirror/read-needs";
import { PAGE_ROWS } from "@/lib/mirror/read-policy";
import { beginPass, type ClaimedRun, type Scope } from "@/lib/mirror/sync-run";
import { emit } from "@/lib/runtime/emit";

/** So many passes that miss rows, and the vendor's list is taken as it is: its own figures do not add up. */
const PASSES_MOST = 5;
/** A full pass that must wait comes so long after the last complete one for each of its pages. */
const WAIT_PER_PAGE_MS = 5 * 60_000;

/** What a pass found, in the vendor's figures and in ours. */
export type PassEnd = {
  scope: Scope;
  /** Different rows read, and how many the last page said there are (null = it did not say). */
  readCount: number;
  totalCount: number | null;
  attempts: number;
  /** Pending here, not in the vendor's pending list, and not being settled by our own ledger. */
  vanished: number;
  /** Whether our approved and rejected are as many as the vendor counts, give or take our own decisions in motion. */
  verdictsAgree: boolean;
};

/** What follows: the mirror is complete, or another pass; `wait` when it must not come at once. */
type Verdict = { next: "done" } | { next: "pass"; scope: Scope; attempts: number; wait: boolean };

/**
 * What to do after a pass. The order of the list is undocumented, and rows move between pages while others hand in or
 * decide, so a pass is trusted only if it saw as many different rows as the list has.
 *
 * Pending alone is enough when every pending row of ours is in the list, and the verdicts are as many as the vendor
 * counts. Otherwise somebody decided elsewhere, and only a read of every status tells how. In that one rows can only be
 * added, never leave: what it missed is new, most likely pending, and that is the cheap list.
 */
export function judgePass(end: PassEnd, run: { asked: boolean; never: boolean }): Verdict {
  const whole = end.totalCount === null || end.readCount >= end.totalCount;
  const again = end.attempts + 1;
  if (end.scope === "") {
    if (whole || again >= PASSES_MOST) return { next: "done" };
    return { next: "pass", scope: "Pending", attempts: again, wait: false };
  }
  if (whole && end.vanished === 0 && end.verdictsAgree) return { next: "done" };
  if (!whole && again < PASSES_MOST) return { next: "pass", scope: "Pending", attempts: again, wait: false };
  const wait = end.attempts > 0 || !(run.asked || run.never);
  return { next: "pass", scope: "", attempts: end.attempts, wait };
}

/**
 * Ends a pass in the transaction of its last page. A full pass that must wait comes five minutes per page after the
 * last complete one: decisions made elsewhere are learnt, but a stream of them does not eat the budget.
 */
export async function endPass(
  tx: Db,
  run: ClaimedRun,
  progress: { readCount: number; totalCount: number | null },
): Promise<{ done: boolean }> {
  const { campaignId, runId } = run;
  const [facts] = await tx.$queryRaw<
    [{ synced_at: Date | null; vanished: number; agree: boolean; rows: number }]
  >`
    SELECT c.synced_at,
      CASE WHEN ${run.scope} = '' THEN 0 ELSE (
        SELECT count(*)::int FROM submission s
        WHERE s.campaign_id = c.id AND s.status = 'Pending' AND s.seen_run_id IS DISTINCT FROM ${runId}::uuid
          AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.campaign_id = s.campaign_id AND d.submission_id = s.id
            AND d.state IN ('SENDING', 'UNCERTAIN'))
      ) END AS vanished,
      abs(c.approved - ours.approved) + abs(c.rejected - ours.rejected) <= coalesce(moving.own, 0) AS agree,
      c.pending + c.approved + c.rejected AS rows
    FROM campaign c
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE s.status = 'Approved') AS approved,
        count(*) FILTER (WHERE s.status = 'Rejected') AS rejected
      FROM submission s WHERE s.campaign_id = c.id
    ) AS ours
    LEFT JOIN (${OWN_IN_MOTION}) AS moving ON moving.campaign_id = c.id
    WHERE c.id = ${campaignId}`;
  const end: PassEnd = {
    scope: run.scope,
    ...progress,
    attempts: run.attempts,
    vanished: facts.vanished,
    verdictsAgree: facts.agree,
  };
  const verdict = judgePass(end, { asked: run.askedById !== null, never: facts.synced_at === null });
  if (verdict.next === "pass") {
    const pagesMs = Math.ceil(Math.max(1, facts.rows) / PAGE_ROWS) * WAIT_PER_PAGE_MS;
    const from = facts.synced_at ?? run.readStartedAt;
    const at = verdict.wait
      ? new Date(Math.max(from.getTime() + pagesMs, run.readStartedAt.getTime()))
      : run.readStartedAt;
    await beginPass(tx, run, { scope: verdict.scope, attempts: verdict.attempts, at });
    return { done: false };
  }
  if (end.totalCount !== null && end.readCount < end.totalCount)
    log().warn({ campaignId, ...progress }, "the vendor's list has fewer submissions than it says");
  await tx.$executeRaw`UPDATE campaign SET synced_at = now() WHERE id = ${campaignId}`;
  await tx.campaignSync.delete({ where: { campaignId } });
  await emit(tx, [{ type: "campaign", ids: [campaignId] }]);
  return { done: true };
}
