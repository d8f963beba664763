import { db } from "@/lib/db/client";
import { readFacts } from "@/lib/decisions/sweeps/facts";
import { planSweep, sweepRequests, verdictOf } from "@/lib/decisions/sweeps/plan";
import { type Plan, type Sweep, sweepSchema, unseenSchema } from "@/lib/decisions/sweeps/schema";
import { readBudget } from "@/lib/gateway/data";

const SWEEPS_SHOWN = 50;

/** The bulk approvals of a campaign, newest first, with whatever they approved unseen. */
export async function listSweeps(campaignId: string): Promise<{ items: Sweep[] }> {
  const rows = await db().sweep.findMany({
    where: { campaignId },
    orderBy: [{ startedAt: "desc" }, { id: "desc" }],
    take: SWEEPS_SHOWN,
  });
  const people = await db().person.findMany({
    where: { id: { in: rows.flatMap(({ askedById }) => askedById ?? []) } },
    select: { id: true, name: true },
  });
  const personOf = new Map(people.map((person) => [person.id, person]));
  return {
    items: rows.map((row) => ({
      id: row.id,
      campaignId: row.campaignId,
      state: row.state,
      ground: sweepSchema.shape.ground.parse(row.ground),
      askedBy: personOf.get(row.askedById ?? "") ?? null,
      planned: row.planned,
      startedAt: row.startedAt.toISOString(),
      sentAt: row.sentAt?.toISOString() ?? null,
      settledAt: row.settledAt?.toISOString() ?? null,
      error: row.errorCode === null ? null : { code: row.errorCode, message: row.error },
      unseen: unseenSchema.parse(row.unseen),
    })),
  };
}

/** The sweep that runs in a campaign, or null. */
export async function readOpenSweep(campaignId: string): Promise<Sweep | null> {
  const { items } = await listSweeps(campaignId);
  return items.find(({ state }) => state !== "DONE" && state !== "ABANDONED") ?? null;
}

/**
 * What the waiting decisions of a campaign cost, before they run: one request each, or the rejects and one sweep. The times
 * are the budget's forecast for so many requests, as if the campaign stood first. Undefined for an unknown campaign.
 */
export async function readPlan(campaignId: string): Promise<Plan | undefined> {
  const [[planned], waiting] = await Promise.all([
    readFacts([campaignId]),
    db().decision.groupBy({
      by: ["verdict"],
      where: { campaignId, state: { in: ["HELD", "QUEUED"] } },
      _count: true,
    }),
  ]);
  if (planned === undefined) return undefined;
  const { facts } = planned;
  const of = (verdict: "approve" | "reject") => waiting.find((row) => row.verdict === verdict)?._count ?? 0;
  const [approve, reject] = [of("approve"), of("reject")];
  const verdict = verdictOf(planSweep(facts));
  const requestsSingle = approve + reject;
  const possible = verdict !== "open_campaign" && approve > sweepRequests(approve);
  const requestsSweep = possible ? reject + sweepRequests(approve) : null;
  return {
    campaignId,
    waiting: { approve, reject },
    undecided: facts.undecided,
    requestsSingle,
    requestsSweep,
    doneSingleAt: await doneAt(requestsSingle),
    doneSweepAt: requestsSweep === null ? null : await doneAt(requestsSweep),
    verdict,
    sweepsAllowed: facts.leave,
  };
}

async function doneAt(requests: number): Promise<string | null> {
  return requests === 0 ? null : (await readBudget(requests)).queueDoneAt;
}
