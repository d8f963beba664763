import type { Plan } from "@/lib/decisions/sweeps/schema";

/** What allows a bulk approval: no submission can arrive, a manager's leave, or a person's "approve all pending". */
export type Ground = "closed_campaign" | "allowed_open" | "approve_all";

/**
 * What is known of a campaign when it is planned. Counters may be as old as the mirror: they only say what is worth
 * trying. The verification (verify.ts) reads them again and has the last word.
 */
export type SweepFacts = {
  status: string;
  canceled: boolean;
  /** Remaining less pending; null when RapidWorkers did not tell: unknown is never zero. */
  freePlaces: number | null;
  /** A manager's leave to sweep although submissions may still arrive. */
  leave: boolean;
  /** A person asked to approve all that was pending, and no sweep has answered that yet. */
  asked: boolean;
  /** QUEUED approvals that one bulk call can stand for, and how many of them came one at a time. */
  approvals: number;
  interactive: number;
  /** Approvals of the campaign that were sent one by one within the last hour. */
  sentLately: number;
  /** Approvals held, on their way, in doubt, or with words of their own: settled without the sweep. */
  inFlight: number;
  /** Rejects that are not settled. */
  rejects: number;
  /** Decisions of a bulk action that a person paused. */
  paused: number;
  /** Pending at RapidWorkers without a decision of ours. */
  undecided: number;
  /** Since somebody decided, or a decision was settled, in this campaign. */
  idleMs: number;
  /** Since the oldest waiting approval might have been sent. */
  oldestMs: number;
  /** Since a sweep was given up because it was not provably the same; null when none was. */
  givenUpMs: number | null;
  /** A sweep is under way. */
  open: boolean;
  /** Requests left in the hour, and whether approvals are held back for want of money. */
  left: number;
  moneyShort: boolean;
};

export type SweepPlan =
  | { act: "single"; why: "too_few" | "not_needed" | "open_campaign" | "given_up" | "waited_long" }
  | {
      act: "wait";
      why: "running" | "rejects_first" | "undecided_left" | "in_flight" | "budget" | "money";
    }
  | { act: "sweep"; ground: Ground };

/**
 * So many approvals of a campaign go one by one within an hour before any waits: a sweep costs at least four requests
 * and a wait for the last reviewer, and 40 requests are 4 % of the vendor's hour.
 */
export const SWEEP_LEAST = 40;
/** ... or as many as this part of what is left: while the hour is nearly empty, sending at once hurts nobody. */
const SHARE_OF_LEFT = 0.05;
/** With fewer left to send at the end, single calls are done before the lists are read. */
const WORTH_LEAST = 10;
const MINUTE = 60_000;
/** Nobody decided for so long: the reviewers have left, and what they approved goes. */
export const IDLE_MOST_MS = 10 * MINUTE;
/** However busy the reviewers are (an open campaign never ends), an approval does not wait longer. */
export const WAIT_MOST_MS = 60 * MINUTE;
/** After a sweep that was not provably the same the approvals go one by one for so long. */
export const GIVEN_UP_MS = 10 * MINUTE;
const ROWS_PER_PAGE = 1000;

/** The requests of a sweep: the list before, the counters, the bulk call, the list after. */
export const sweepRequests = (approvals: number): number =>
  Math.max(1, Math.ceil(approvals / ROWS_PER_PAGE)) + 3;

/**
 * Whether a campaign can receive no more submissions (design, "Planner"): it is over, or has no free place. Pending ones
 * count as remaining, so free places are remaining less pending; what was not told is not zero.
 */
export function isClosed(facts: Pick<SweepFacts, "status" | "canceled" | "freePlaces">): boolean {
  if (facts.canceled || facts.status === "Completed" || facts.status === "Canceled") return true;
  return facts.freePlaces !== null && facts.freePlaces <= 0;
}

/**
 * What becomes of a campaign's waiting approvals: they go one by one, wait for a sweep, or are swept now. Pure. It says
 * `sweep` only on one of the three grounds, with no reject open, nothing undecided and nothing on its way.
 */
export function planSweep(facts: SweepFacts): SweepPlan {
  const { approvals } = facts;
  if (facts.open) return { act: "wait", why: "running" };
  const ground = groundOf(facts);
  const asked = ground === "approve_all";
  // What was asked for is still held back for its undo window: it comes together.
  const together = asked ? approvals + facts.inFlight : approvals;
  if (asked ? together <= sweepRequests(together) : together < WORTH_LEAST)
    return { act: "single", why: "too_few" };
  if (!asked) {
    const all = approvals + facts.sentLately;
    if (all <= SWEEP_LEAST) return { act: "single", why: "too_few" };
    if (all <= facts.left * SHARE_OF_LEFT) return { act: "single", why: "not_needed" };
  }
  if (ground === null) return { act: "single", why: "open_campaign" };
  if (facts.givenUpMs !== null && facts.givenUpMs < GIVEN_UP_MS) return { act: "single", why: "given_up" };
  const blocker = blockerOf(facts);
  if (blocker !== null && facts.oldestMs >= WAIT_MOST_MS) return { act: "single", why: "waited_long" };
  // A full hour is no idleness: nothing could go.
  if (blocker !== null && facts.idleMs >= IDLE_MOST_MS && facts.left > 0)
    return { act: "single", why: "waited_long" };
  if (blocker !== null) return { act: "wait", why: blocker };
  if (facts.moneyShort) return { act: "wait", why: "money" };
  if (facts.left < sweepRequests(approvals)) return { act: "wait", why: "budget" };
  return { act: "sweep", ground };
}

function groundOf(facts: SweepFacts): Ground | null {
  // What a person confirmed was a number of submissions; with others beside them it is no longer that.
  if (facts.asked && facts.undecided === 0) return "approve_all";
  if (isClosed(facts)) return "closed_campaign";
  return facts.leave ? "allowed_open" : null;
}

function blockerOf(facts: SweepFacts): "undecided_left" | "rejects_first" | "in_flight" | null {
  if (facts.undecided > 0 || facts.paused > 0) return "undecided_left";
  if (facts.rejects > 0) return "rejects_first";
  return facts.inFlight > 0 ? "in_flight" : null;
}

/**
 * Whether approvals that came one at a time go at once although the campaign waits for a sweep: a few always do
 * (a reviewer who approves three submissions is not made to wait for somebody's bulk action).
 */
export const interactiveMayGo = (facts: SweepFacts): boolean =>
  facts.interactive + facts.sentLately <= SWEEP_LEAST;

/** The plan in the words of our API. */
export function verdictOf(plan: SweepPlan): Plan["verdict"] {
  if (plan.act === "sweep") return "planned";
  switch (plan.why) {
    case "in_flight":
    case "budget":
    case "money":
      return "planned";
    // A sweep was given up, or the reviewers left: either way not every pending submission had its approval.
    case "given_up":
    case "waited_long":
      return "undecided_left";
    default:
      return plan.why;
  }
}
