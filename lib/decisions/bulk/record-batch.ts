import { randomUUID } from "node:crypto";
import type { Db } from "@/lib/db/client";
import { databaseTime } from "@/lib/db/clock";
import { Prisma } from "@/lib/db/generated/client";
import { openBatch } from "@/lib/decisions/bulk/open-batch";
import type { BatchKind, BulkFilter } from "@/lib/decisions/bulk/schema";
import { tellBatch } from "@/lib/decisions/bulk/tell-batch";
import { dropClaimsOf } from "@/lib/decisions/claims/drop-claims";
import { JOB_NAME } from "@/lib/decisions/job-name";
import { env } from "@/lib/env";
import { wakeJob } from "@/lib/runtime/wake";
import type { Permitted } from "@/lib/team/actor";

/** Behind single decisions, which a person waits for. */
const BULK_LANE = 1;

/**
 * For `items`: what is read again under the lock, of `submission s`. IS TRUE keeps it from being looked up by the index on
 * the status, which was planned when statistics were a minute old: 11 s for 20,000 rows where the primary key takes 0.1.
 */
export const STILL_PENDING = Prisma.sql`(s.status = 'Pending') IS TRUE`;

export type NewBatch = {
  actor: Permitted<"submissions.decide">;
  requestId: string;
  kind: BatchKind;
  campaignId: string | null;
  /**
   * A SELECT of `campaign_id, submission_id, verdict, notes` (text), in the order of the first two, that locks the
   * submissions (FOR SHARE): the mirror cannot learn in between that one was settled outside and miss its decision.
   */
  items: Prisma.Sql;
  /** Nothing is written when `items` are not so many. */
  expected?: number;
  /** What was asked for, when `items` are not all of it: the rest counts as refused. */
  asked?: number;
  filter?: BulkFilter;
};

/** What the one statement found, and how much of it became decisions. `id` is null when nothing was to be written. */
export type RecordedBatch = { id: string | null; found: number; made: number };

/**
 * Writes a bulk action into the ledger: its decisions (HELD) and their audit rows by one statement, however many they
 * are, then the batch itself. What somebody decides at the same moment is left to them by the unique index and counts as
 * refused. Nothing is written when nothing is found, or another number than `expected`.
 */
export async function recordBatch(tx: Db, batch: NewBatch): Promise<RecordedBatch> {
  const { actor, requestId, kind, campaignId } = batch;
  const id = randomUUID();
  const { found, made, campaignIds } = await insertDecisions(tx, id, batch);
  if (found === 0 || found !== (batch.expected ?? found)) return { id: null, found, made };
  const asked = batch.asked ?? found;
  await openBatch(
    tx,
    { actorId: actor.personId, requestId },
    { id, kind, campaignId, asked, refused: asked - made, filter: batch.filter },
  );
  await dropClaimsOf(tx, id);
  await tellBatch(tx, campaignIds, "HELD");
  await wakeJob(tx, JOB_NAME);
  return { id, found, made };
}

async function insertDecisions(
  tx: Db,
  batchId: string,
  { actor, requestId, items, expected }: NewBatch,
): Promise<{ found: number; made: number; campaignIds: string[] }> {
  const decidedAt = await databaseTime(tx);
  const heldUntil = new Date(decidedAt.getTime() + env().decisionUndoSeconds * 1000);
  const [counts] = await tx.$queryRaw<[{ found: number; made: number; campaignIds: string[] }]>`
    WITH wanted AS MATERIALIZED (${items}),
    made AS (
      INSERT INTO decision (id, campaign_id, submission_id, verdict, notes, state, lane, batch_id,
        decided_by_id, decided_at, held_until, due_at)
      SELECT ${uuidVersion7(decidedAt)}, campaign_id, submission_id, verdict::"Verdict", notes, 'HELD', ${BULK_LANE}::int,
        ${batchId}::uuid, ${actor.personId}::uuid, ${decidedAt}::timestamptz, ${heldUntil}::timestamptz,
        ${heldUntil}::timestamptz
      FROM wanted
      WHERE ${expected === undefined ? Prisma.sql`true` : Prisma.sql`(SELECT count(*) FROM wanted) = ${expected}`}
      ORDER BY campaign_id, submission_id
      ON CONFLICT DO NOTHING
      RETURNING id, campaign_id, submission_id, verdict, notes
    ),
    audited AS (
      INSERT INTO audit_event (actor_id, request_id, action, subject, data)
      SELECT ${actor.personId}::uuid, ${requestId}, 'decision.made', id, jsonb_build_object(
        'campaignId', campaign_id, 'submissionId', submission_id, 'verdict', verdict, 'notes', notes,
        'batchId', ${batchId}::text)
      FROM made
    )
    SELECT (SELECT count(*)::int FROM wanted) AS found, count(*)::int AS made,
      coalesce(array_agg(DISTINCT campaign_id), '{}') AS "campaignIds"
    FROM made`;
  return counts;
}

/**
 * An id that rises with time, made by the database for each row: RFC 9562 version 7 by hand, for servers before
 * PostgreSQL 18 have no `uuidv7()`. Six bytes of milliseconds over a random id, and 0111 in place of version 4's 0100.
 */
const uuidVersion7 = (at: Date) => Prisma.sql`encode(set_bit(set_bit(
  overlay(uuid_send(gen_random_uuid()) PLACING substring(int8send(${BigInt(at.getTime())}::bigint) FROM 3) FROM 1 FOR 6),
  52, 1), 53, 1), 'hex')::uuid`;
