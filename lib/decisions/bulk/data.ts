import type { z } from "zod";
import { db } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import {
  type Batch,
  type BatchQuery,
  type batchFailuresSchema,
  batchSchema,
} from "@/lib/decisions/bulk/schema";
import { serializeDecision } from "@/lib/decisions/serialize";
import { OPEN_STATES } from "@/lib/decisions/states";

type BatchRow = {
  id: string;
  kind: string;
  campaign_id: string | null;
  created_at: Date;
  asked: number;
  refused: number;
  paused_at: Date | null;
  person_id: string;
  person_name: string;
  states: Partial<Batch["states"]> | null;
  held_until: Date | null;
};

/** Bulk actions, newest first; the cursor is the last one's id. Counts come from the ledger. */
export async function listBatches(
  query: BatchQuery,
  personId: string,
): Promise<{ items: Batch[]; nextCursor: string | null }> {
  const conditions = [Prisma.sql`true`];
  // From the open rows of the ledger, which are few, and not from the batches, which only ever grow.
  if (query.open !== undefined)
    conditions.push(Prisma.sql`b.id IN (
      SELECT batch_id FROM decision WHERE state IN ('HELD', 'QUEUED', 'SENDING', 'UNCERTAIN'))`);
  if (query.mine !== undefined) conditions.push(Prisma.sql`b.created_by_id = ${personId}::uuid`);
  if (query.cursor !== undefined)
    conditions.push(Prisma.sql`(b.created_at, b.id) < (
      SELECT created_at, id FROM decision_batch WHERE id = ${query.cursor}::uuid)`);
  const rows = await batchRows(Prisma.join(conditions, " AND "), query.limit + 1);
  const items = rows.slice(0, query.limit).map(serializeBatch);
  return { items, nextCursor: rows.length > query.limit ? (items.at(-1)?.id ?? null) : null };
}

/** One bulk action, or undefined. */
export async function readBatch(id: string): Promise<Batch | undefined> {
  const [row] = await batchRows(Prisma.sql`b.id = ${id}::uuid`, 1);
  return row === undefined ? undefined : serializeBatch(row);
}

function batchRows(which: Prisma.Sql, limit: number): Promise<BatchRow[]> {
  return db().$queryRaw<BatchRow[]>`
    SELECT b.id, b.kind, b.campaign_id, b.created_at, b.asked, b.refused, b.paused_at,
      p.id AS person_id, p.name AS person_name, counts.states, counts.held_until
    FROM (SELECT * FROM decision_batch b WHERE ${which} ORDER BY b.created_at DESC, b.id DESC LIMIT ${limit}) AS b
    JOIN person p ON p.id = b.created_by_id
    CROSS JOIN LATERAL (
      SELECT jsonb_object_agg(each.state, each.count) AS states,
        max(each.held_until) FILTER (WHERE each.state = 'HELD' AND each.held_until > now()) AS held_until
      FROM (SELECT d.state, count(*) AS count, max(d.held_until) AS held_until
        FROM decision d WHERE d.batch_id = b.id GROUP BY d.state) AS each
    ) AS counts
    ORDER BY b.created_at DESC, b.id DESC`;
}

const NONE: Batch["states"] = {
  HELD: 0,
  QUEUED: 0,
  SENDING: 0,
  APPLIED: 0,
  REFUSED: 0,
  UNCERTAIN: 0,
  CONFLICT: 0,
  UNDONE: 0,
};

function serializeBatch(row: BatchRow): Batch {
  const states = { ...NONE, ...row.states };
  return {
    id: row.id,
    kind: batchSchema.shape.kind.parse(row.kind),
    campaignId: row.campaign_id,
    createdBy: { id: row.person_id, name: row.person_name },
    createdAt: row.created_at.toISOString(),
    asked: row.asked,
    refused: row.refused,
    states,
    pausedAt: row.paused_at?.toISOString() ?? null,
    done: OPEN_STATES.every((state) => states[state] === 0),
    heldUntil: row.held_until?.toISOString() ?? null,
  };
}

/** What of a bulk action is refused, in conflict or uncertain, in the order of its ids; the cursor is the last one's. */
export async function listFailures(
  batchId: string,
  { cursor, limit }: { cursor?: string; limit: number },
): Promise<z.infer<typeof batchFailuresSchema>> {
  const rows = await db().decision.findMany({
    where: {
      batchId,
      state: { in: ["REFUSED", "CONFLICT", "UNCERTAIN"] },
      ...(cursor === undefined ? {} : { id: { gt: cursor } }),
    },
    include: {
      decidedBy: { select: { id: true, name: true } },
      submission: { select: { worker: { select: { name: true } } } },
    },
    orderBy: { id: "asc" },
    take: limit + 1,
  });
  const items = rows
    .slice(0, limit)
    .map((row) => ({ ...serializeDecision(row), workerName: row.submission.worker.name }));
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}
