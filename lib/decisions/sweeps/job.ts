import { readWaitingCampaigns } from "@/lib/decisions/sweeps/facts";
import { forgetHolds } from "@/lib/decisions/sweeps/holds";
import { JOB_NAME } from "@/lib/decisions/sweeps/job-name";
import { planSweep } from "@/lib/decisions/sweeps/plan";
import { runSweep } from "@/lib/decisions/sweeps/run";
import { beginSweep, claimSweep, expireSweeps } from "@/lib/decisions/sweeps/sweep-row";
import { decisionDoor } from "@/lib/gateway/budget";
import type { Job } from "@/lib/runtime/job";

const LOOK_MS = 5_000;
/** While a campaign waits for its sweep the last decision is noticed so soon. */
const WAITING_MS = 1_000;

/**
 * Plans and runs bulk approvals, on one replica at a time. At each turn: bulk calls whose process died become uncertain,
 * sweeps that are due go on (a verification that broke off, a read-back), and each campaign that is ready is swept.
 */
export const sweepsJob: Job = {
  name: JOB_NAME,
  exclusive: true,
  async run(signal) {
    await expireSweeps();
    if (!(await decisionDoor()).open) return { nextInMs: LOOK_MS };
    for (let due = await claimSweep(); due !== undefined; due = await claimSweep()) {
      await runSweep(due, signal);
      if (signal.aborted) return { nextInMs: 0 };
    }
    let waiting = false;
    for (const { campaignId, facts, askedById } of await readWaitingCampaigns()) {
      if (signal.aborted) return { nextInMs: 0 };
      const plan = planSweep(facts);
      if (plan.act === "wait") waiting = true;
      if (plan.act !== "sweep") continue;
      const sweep = await beginSweep({
        campaignId,
        ground: plan.ground,
        askedById: plan.ground === "approve_all" ? askedById : null,
        planned: facts.approvals,
      });
      if (sweep !== undefined) await runSweep(sweep, signal);
      forgetHolds();
      waiting = true;
    }
    return { nextInMs: waiting ? WAITING_MS : LOOK_MS };
  },
};
