import { db } from "@/lib/db/client";
import type { DecisionState, Queue } from "@/lib/decisions/schema";
import { type Decision } from "@/lib/decisions/schema";
import { serializeDecision } from "@/lib/decisions/serialize";
import { OPEN_STATES } from "@/lib/decisions/states";

const withPerson = { decidedBy: { select: { id: true, name: true } } } as const;

export type DecisionFilter = {
  state?: DecisionState;
  campaignId?: string;
  decidedById?: string;
  cursor?: string;
  limit: number;
};

/** The ledger, newest first. The cursor is the id of the last row of the page before; ids rise with time (UUID version 7). */
export async function listDecisions({ state, campaignId, decidedById, cursor, limit }: DecisionFilter) {
  const rows = await db().decision.findMany({
    where: { state, campaignId, decidedById, ...(cursor === undefined ? {} : { id: { lt: cursor } }) },
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
