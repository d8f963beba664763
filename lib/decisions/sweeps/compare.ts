/** Two sets of submissions against each other: what RapidWorkers shows as pending, and what waits for approval here. */
export type Comparison = {
  equal: boolean;
  /** Pending without a waiting approval: a bulk call would pay for them unseen. */
  unseen: string[];
  /** Approvals whose submission is not pending any more. */
  gone: string[];
};

/** Compares ids (whole numbers in digits). Only exactly equal sets may be swept; an empty one has nothing to sweep. */
export function compareSets(pending: ReadonlySet<string>, waiting: ReadonlySet<string>): Comparison {
  const unseen = [...pending].filter((id) => !waiting.has(id));
  const gone = [...waiting].filter((id) => !pending.has(id));
  return { equal: unseen.length === 0 && gone.length === 0 && waiting.size > 0, unseen, gone };
}

/** An open decision of a campaign, as the moment of a sweep finds it. */
export type OpenDecision = {
  submissionId: string;
  verdict: "approve" | "reject";
  state: string;
  /** Empty = none. */
  notes: string;
  /** Part of a bulk action that somebody paused. */
  paused: boolean;
};

export type OpenJudged =
  | { ok: true; notes: string }
  /** `not_ready`: something of the campaign is still on its way; it may be tried again. */
  | { ok: false; reason: "nothing_waits" | "not_ready" }
  | { ok: false; reason: "sets_differ"; unseen: number; gone: number };

/**
 * Whether one bulk call is provably the same as the campaign's open decisions: all of them are waiting approvals with the
 * same words, and exactly what RapidWorkers shows as pending.
 */
export function judgeOpen(open: readonly OpenDecision[], pending: ReadonlySet<string>): OpenJudged {
  const [first] = open;
  if (first === undefined) return { ok: false, reason: "nothing_waits" };
  const { notes } = first;
  const ready = open.every(
    (row) => row.verdict === "approve" && row.state === "QUEUED" && !row.paused && row.notes === notes,
  );
  if (!ready) return { ok: false, reason: "not_ready" };
  const { equal, unseen, gone } = compareSets(pending, new Set(open.map(({ submissionId }) => submissionId)));
  return equal
    ? { ok: true, notes }
    : { ok: false, reason: "sets_differ", unseen: unseen.length, gone: gone.length };
}
