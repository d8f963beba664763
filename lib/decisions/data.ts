import { db } from "@/lib/db/client";
import type { Decision, DecisionState, Queue } from "@/lib/decisions/schema";
import { serializeDecision } from "@/lib/decisions/serialize";
import { needsAnEye } from "@/lib/decisions/standing";
import { OPEN_STATES } from "@/lib/decisions/states";

const withPerson = { decidedBy: { select: { id: true, name: true } } } as const;

export type DecisionFilter = {
  state?: DecisionState;
  campaignId?: string;
  decidedById?: string;
  /** Only what still needs a person's eye. */
  needsAnEye?: string;
  cursor?: string;
  limit: number;
};

/** The ledger, newest first. The cursor is the id of the last row of the page before; ids rise with time (UUID version 7). */
export async function listDecisions(filter: DecisionFilter) {
  const { state, campaignId, decidedById, cursor, limit } = filter;
  const rows = await db().decision.findMany({
    where: {
      AND: [
        { state, campaignId, decidedById },
        cursor === undefined ? {} : { id: { lt: cursor } },
        filter.needsAnEye === undefined ? {} : { id: { in: await idsNeedingAnEye(filter) } },
      ],
    },
    include: withPerson,
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  const items = rows.slice(0, limit);
  return {
    items: items.map(serializeDecision),
    nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null,
  };
}

async function idsNeedingAnEye({ state, cursor, limit }: DecisionFilter): Promise<string[]> {
  const rows = await db().$queryRaw<{ id: string }[]>`
    SELECT d.id FROM decision d
    WHERE d.state IN ('UNCERTAIN', 'CONFLICT', 'REFUSED') AND ${needsAnEye}
      AND d.state::text = coalesce(${state ?? null}, d.state::text)
      AND (${cursor ?? null}::uuid IS NULL OR d.id < ${cursor ?? null}::uuid)
    ORDER BY d.id DESC LIMIT ${limit + 1}`;
  return rows.map(({ id }) => id);
}

/** One row of the ledger, or undefined. */
export async function readDecision(id: string): Promise<Decision | undefined> {
  const row = await db().decision.findUnique({ where: { id }, include: withPerson });
  return row === null ? undefined : serializeDecision(row);
}

/** How many decisions are on their way, by state. */
export async function readQueue(): Promise<Queue> {
  const counts = await db().decision.groupBy({
    by: ["state"],
    where: { state: { in: [...OPEN_STATES] } },
    _count: true,
  });
  const of = (state: DecisionState) => counts.find((row) => row.state === state)?._count ?? 0;
  return { held: of("HELD"), queued: of("QUEUED"), sending: of("SENDING"), uncertain: of("UNCERTAIN") };
}
