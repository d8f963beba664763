import { readWaitingCampaigns } from "@/lib/decisions/sweeps/facts";
import { interactiveMayGo, planSweep, sweepRequests } from "@/lib/decisions/sweeps/plan";
import { singleton } from "@/lib/process/singleton";

/** Which approvals the dispatcher leaves to a sweep, in columns as its statement takes them. */
export type Holds = {
  campaignIds: string[];
  /** Only approvals with these words: others go one by one whatever happens. */
  notes: string[];
  /** Whether those wait too that came one at a time. */
  interactiveToo: boolean[];
  /** A sweep is ready and lacks places of the hour: bulk decisions leave them to it, for it stands for many. */
  bulkWaits: boolean;
};

/** The plan is read again after so long: a hold that comes a second late costs a few single calls, and nothing else. */
const FRESH_MS = 1_000;

const cache = () =>
  singleton("decisions.holds", () => ({ at: Number.NEGATIVE_INFINITY, holds: Promise.resolve(none()) }));

/** What waits for a sweep now, as of at most a second ago. It is a preference: no sweep relies on it for its safety. */
export function currentHolds(): Promise<Holds> {
  const kept = cache();
  if (performance.now() - kept.at > FRESH_MS) {
    kept.at = performance.now();
    kept.holds = readHolds().catch((err: unknown) => {
      kept.at = Number.NEGATIVE_INFINITY;
      throw err;
    });
  }
  return kept.holds;
}

/** Has the plan read again at the next turn: a bulk action is in the queue that the last one did not know. */
export function forgetHolds(): void {
  cache().at = Number.NEGATIVE_INFINITY;
}

async function readHolds(): Promise<Holds> {
  const holds = none();
  for (const { campaignId, facts, notes } of await readWaitingCampaigns()) {
    const plan = planSweep(facts);
    if (plan.act === "single") continue;
    holds.campaignIds.push(campaignId);
    holds.notes.push(notes);
    holds.interactiveToo.push(!interactiveMayGo(facts));
    if (plan.act === "wait" && plan.why === "budget" && facts.left < sweepRequests(facts.approvals))
      holds.bulkWaits = true;
  }
  return holds;
}

const none = (): Holds => ({ campaignIds: [], notes: [], interactiveToo: [], bulkWaits: false });
