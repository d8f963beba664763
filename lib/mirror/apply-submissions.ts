import type { Db } from "@/lib/db/client";
import { settleFromMirror } from "@/lib/decisions/outside-changes";
import { log } from "@/lib/log";
import type { Submission } from "@/lib/marketplace/types";
import { type PageRows, pageRows } from "@/lib/mirror/submission-rows";
import { emit } from "@/lib/runtime/emit";

/** One page of the vendor's list, which run read it, and when (database clock) that read began. */
type ReadPage = {
  campaignId: string;
  runId: string;
  readStartedAt: Date;
  submissions: readonly Submission[];
};

/** What a page brought. */
type AppliedPage = {
  /** Rows that this run had not read yet, those that cannot be mirrored included. */
  fresh: number;
  /** Submissions that are new here or differ from what stood, by id. */
  changedIds: number[];
};

/** An event with more ids would be long for every open page; without any it says "read the campaign's list again". */
const EVENT_IDS_MOST = 200;

type WrittenRow = { id: bigint; status: string; before: string | null; fresh: boolean; changed: boolean };

/**
 * Writes up to 1,000 submissions with their workers and images in four set-based statements, tells the ledger of verdicts
 * that were given elsewhere, and open pages of what changed. Applying a page again changes nothing.
 *
 * A page may be older than what stands: its read began, then our own approval was sent and settled, then the page
 * arrived with "Pending". So a submission that is decided here takes another status only from a read that began after
 * `changed_at`; from Pending it may go on at any time, because no vendor shows a verdict before it was given. `notes`
 * belong to the verdict and follow the same rule.
 *
 * Rows are locked in the order of their ids, submissions before decisions, as everywhere: no deadlocks.
 */
export async function applySubmissions(tx: Db, page: ReadPage): Promise<AppliedPage> {
  const { campaignId } = page;
  const rows = pageRows(campaignId, page.submissions);
  if (rows.skipped.length > 0)
    log().warn({ campaignId, rows: rows.skipped.slice(0, 10) }, "some submissions cannot be mirrored");
  if (rows.submissions.length === 0) return { fresh: rows.skipped.length, changedIds: [] };

  const json = JSON.stringify(rows.submissions);
  await writeWorkers(tx, rows.workers);
  const written = await writeSubmissions(tx, page, json);
  const withNewImages = await writeImages(tx, campaignId, rows.images);

  await settleFromMirror(tx, verdicts(campaignId, written));
  const changedIds = [
    ...new Set([
      ...written.filter(({ changed }) => changed).map(({ id }) => Number(id)),
      ...withNewImages.map(Number),
    ]),
  ];
  if (changedIds.length > 0)
    await emit(tx, [
      { type: "submission", campaignId, ids: changedIds.length > EVENT_IDS_MOST ? [] : changedIds },
    ]);
  return { fresh: written.filter(({ fresh }) => fresh).length + rows.skipped.length, changedIds };
}

/** What was known as something else and is decided now. A row that is new here can have no decision of ours. */
function verdicts(campaignId: string, written: readonly WrittenRow[]) {
  return written.flatMap(({ id, status, before }) =>
    before !== null && before !== status && (status === "Approved" || status === "Rejected")
      ? [{ campaignId, submissionId: id, status: status as "Approved" | "Rejected" }]
      : [],
  );
}

async function writeWorkers(tx: Db, workers: PageRows["workers"]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO worker AS w (id, name, avatar_url, country, account_age_days, approval_rate, total_completed)
    SELECT r.id, coalesce(r.name, k.name, r.id), coalesce(r.avatar_url, k.avatar_url),
      coalesce(r.country, k.country), coalesce(r.account_age_days, k.account_age_days),
      coalesce(r.approval_rate, k.approval_rate), coalesce(r.total_completed, k.total_completed)
    FROM jsonb_to_recordset(${JSON.stringify(workers)}::jsonb) AS r(
      id text, name text, avatar_url text, country text, account_age_days int, approval_rate numeric,
      total_completed int)
    LEFT JOIN worker k ON k.id = r.id
    ORDER BY r.id
    ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, avatar_url = EXCLUDED.avatar_url,
      country = EXCLUDED.country, account_age_days = EXCLUDED.account_age_days,
      approval_rate = EXCLUDED.approval_rate, total_completed = EXCLUDED.total_completed, facts_at = now()
    WHERE (w.name, w.avatar_url, w.country, w.account_age_days, w.approval_rate, w.total_completed)
      IS DISTINCT FROM (EXCLUDED.name, EXCLUDED.avatar_url, EXCLUDED.country, EXCLUDED.account_age_days,
        EXCLUDED.approval_rate, EXCLUDED.total_completed)`;
}

function writeSubmissions(
  tx: Db,
  { campaignId, runId, readStartedAt }: ReadPage,
  json: string,
): Promise<WrittenRow[]> {
  return tx.$queryRaw<WrittenRow[]>`
    WITH told AS (
      SELECT * FROM jsonb_to_recordset(${json}::jsonb) AS r(
        id bigint, worker_id text, status text, submitted_at timestamptz, proof_text text, notes text)
    ), before AS (
      SELECT s.* FROM submission s JOIN told ON told.id = s.id WHERE s.campaign_id = ${campaignId}
    ), written AS (
      INSERT INTO submission AS s
        (campaign_id, id, worker_id, status, submitted_at, proof_text, notes, seen_run_id, seen_at, changed_at)
      SELECT ${campaignId}, t.id, t.worker_id, t.status, coalesce(t.submitted_at, b.submitted_at), t.proof_text,
        t.notes, ${runId}::uuid, now(), now()
      FROM told t LEFT JOIN before b ON b.id = t.id
      ORDER BY t.id
      ON CONFLICT (campaign_id, id) DO UPDATE SET
        worker_id = EXCLUDED.worker_id, submitted_at = EXCLUDED.submitted_at, proof_text = EXCLUDED.proof_text,
        status = CASE WHEN s.status = 'Pending' OR s.changed_at < ${readStartedAt}
          THEN EXCLUDED.status ELSE s.status END,
        notes = CASE WHEN s.status = 'Pending' OR s.changed_at < ${readStartedAt}
          THEN EXCLUDED.notes ELSE s.notes END,
        changed_at = CASE WHEN s.status <> EXCLUDED.status
            AND (s.status = 'Pending' OR s.changed_at < ${readStartedAt})
          THEN EXCLUDED.changed_at ELSE s.changed_at END,
        seen_run_id = EXCLUDED.seen_run_id, seen_at = EXCLUDED.seen_at
      RETURNING s.*
    )
    SELECT w.id, w.status, b.status AS before, b.seen_run_id IS DISTINCT FROM w.seen_run_id AS fresh,
      (b.worker_id, b.status, b.submitted_at, b.proof_text, b.notes)
        IS DISTINCT FROM (w.worker_id, w.status, w.submitted_at, w.proof_text, w.notes) AS changed
    FROM written w LEFT JOIN before b ON b.id = w.id`;
}

/**
 * Writes the images; returns the ids of submissions that have new or other ones. Images that a submission no longer lists
 * go, unless it lists none at all: the vendor may leave out what it still has.
 */
async function writeImages(tx: Db, campaignId: string, images: PageRows["images"]): Promise<bigint[]> {
  if (images.length === 0) return [];
  const json = JSON.stringify(images);
  const written = await tx.$queryRaw<{ submission_id: bigint }[]>`
    INSERT INTO proof_image AS p (id, campaign_id, submission_id, position, vendor_id, url, thumbnail_url)
    SELECT r.id, ${campaignId}, r.submission_id, r.position, r.vendor_id, r.url, r.thumbnail_url
    FROM jsonb_to_recordset(${json}::jsonb) AS r(
      id text, submission_id bigint, position int, vendor_id text, url text, thumbnail_url text)
    ORDER BY r.id
    ON CONFLICT (id) DO UPDATE SET position = EXCLUDED.position, url = EXCLUDED.url,
      thumbnail_url = EXCLUDED.thumbnail_url
    WHERE (p.position, p.url, p.thumbnail_url)
      IS DISTINCT FROM (EXCLUDED.position, EXCLUDED.url, EXCLUDED.thumbnail_url)
    RETURNING p.submission_id`;
  const gone = await tx.$queryRaw<{ submission_id: bigint }[]>`
    WITH listed AS (
      SELECT * FROM jsonb_to_recordset(${json}::jsonb) AS r(id text, submission_id bigint)
    )
    DELETE FROM proof_image p
    USING (SELECT DISTINCT submission_id FROM listed) AS touched
    WHERE p.campaign_id = ${campaignId} AND p.submission_id = touched.submission_id
      AND NOT EXISTS (SELECT 1 FROM listed WHERE listed.id = p.id)
    RETURNING p.submission_id`;
  return [...written, ...gone].map((row) => row.submission_id);
}
