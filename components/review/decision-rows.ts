import type { OutboxEntry } from "@/components/review/outbox";
import type { ReviewNotice, UndoTarget } from "@/components/review/review-model";
import { keyOfTarget } from "@/components/review/submission-key";
import type { Decision, DecisionState, Verdict } from "@/lib/decisions/schema";

/** Where a decision of this person stands, as its row shows it. */
export type RowStanding =
  | { phase: "posting" | "waiting" }
  | { phase: "held"; secondsLeft: number }
  | { phase: "queued" | "sending" | "applied" }
  /** Needs the person's eye until dismissed. */
  | {
      phase: "refused" | "uncertain" | "conflict";
      /** An outcome's code, and RapidWorkers' words. */
      error: Decision["error"];
    }
  | {
      phase: "declined" | "failed" | "undoFailed";
      /** A problem's code, and the desk's words. */
      problem: { code: string; words: string };
    };

/** A thin row of the stack at the bottom right. */
export type DecisionRow = {
  /** Stays the same while the decision goes from this tab into the ledger. */
  key: string;
  campaignId: string;
  submissionId: number;
  verdict: Verdict;
  standing: RowStanding;
  /** What takes it back; null when it cannot be. */
  undo: UndoTarget | null;
  /** Names it to `dismiss`; null when it goes by itself. */
  dismissId: string | null;
  /** Who decided first, if somebody did. */
  first: Decision | null;
};

type Sources = {
  personId: string;
  waiting: readonly OutboxEntry[];
  /** Whether what waits cannot be sent now. */
  stuck: boolean;
  notices: readonly ReviewNotice[];
  /** The ledger, newest first. */
  ledger: readonly Decision[];
  dismissed: ReadonlySet<string>;
  /** The desk's time now, ms. */
  now: number;
};

const APPLIED_SHOWN_MS = 2_500;
const TROUBLE_SHOWN_MS = 12 * 60 * 60 * 1000;

/** One's own decisions that are on their way or need an eye, oldest first; a settled one stays a moment. */
export function decisionRows({ waiting, notices, ledger, ...rest }: Sources): DecisionRow[] {
  const own = ledger
    .filter((decision) => decision.decidedBy.id === rest.personId)
    .toReversed()
    .flatMap((decision) => ledgerRow(decision, rest));
  const undos = new Map(own.map((row) => [row.key, row.undo]));
  const told = notices.map((notice) => noticeRow(notice, undos));
  const here = waiting.filter((entry) => !entry.undo).map((entry) => waitingRow(entry, rest.stuck));
  // A submission has one row: the newest word on it.
  return [...new Map([...own, ...told, ...here].map((row) => [row.key, row])).values()];
}

/** What `U` takes back: the newest that still can be. */
export function newestUndo(rows: readonly DecisionRow[]): UndoTarget | null {
  return rows.findLast((row) => row.undo !== null)?.undo ?? null;
}

function waitingRow(entry: OutboxEntry, stuck: boolean): DecisionRow {
  return {
    ...rowOf(entry.item),
    standing: { phase: stuck ? "waiting" : "posting" },
    undo: { kind: "waiting", idempotencyKey: entry.idempotencyKey },
    dismissId: null,
    first: null,
  };
}

/** An undo that failed while the desk did not answer may be tried again, as long as its row can be taken back. */
function noticeRow(notice: ReviewNotice, undos: ReadonlyMap<string, UndoTarget | null>): DecisionRow {
  const row = rowOf(notice.item);
  return {
    ...row,
    standing: { phase: notice.kind, problem: { code: notice.code, words: notice.words } },
    undo: notice.kind === "undoFailed" ? (undos.get(row.key) ?? null) : null,
    dismissId: notice.id,
    first: notice.first,
  };
}

function ledgerRow(
  decision: Decision,
  { dismissed, now }: Pick<Sources, "dismissed" | "now">,
): DecisionRow[] {
  const standing = standingOf(decision, now);
  const row = { ...rowOf(decision), undo: null, dismissId: null, first: null };
  if (standing === null) return [];
  if (!("error" in standing)) {
    const undoable = standing.phase === "held" || standing.phase === "queued";
    return [{ ...row, standing, undo: undoable ? ({ kind: "recorded", decision } as const) : null }];
  }
  const old = now - Date.parse(decision.decidedAt) > TROUBLE_SHOWN_MS;
  return old || dismissed.has(decision.id) ? [] : [{ ...row, standing, dismissId: decision.id }];
}

const TROUBLE: Partial<Record<DecisionState, "refused" | "uncertain" | "conflict">> = {
  REFUSED: "refused",
  UNCERTAIN: "uncertain",
  CONFLICT: "conflict",
};

function standingOf(decision: Decision, now: number): RowStanding | null {
  const trouble = TROUBLE[decision.state];
  if (trouble !== undefined) return { phase: trouble, error: decision.error };
  switch (decision.state) {
    case "HELD": {
      const left = Date.parse(decision.heldUntil) - now;
      const whole = Date.parse(decision.heldUntil) - Date.parse(decision.decidedAt);
      // Past its window it waits like a queued one until the dispatcher takes it.
      return left <= 0
        ? { phase: "queued" }
        : { phase: "held", secondsLeft: Math.ceil(Math.min(left, whole) / 1000) };
    }
    case "QUEUED":
      return { phase: "queued" };
    case "SENDING":
      return { phase: "sending" };
    case "APPLIED":
      return now - Date.parse(decision.settledAt ?? decision.decidedAt) < APPLIED_SHOWN_MS
        ? { phase: "applied" }
        : null;
    default:
      return null;
  }
}

function rowOf(target: { campaignId: string; submissionId: number; verdict: Verdict }) {
  const { campaignId, submissionId, verdict } = target;
  return { key: keyOfTarget(target), campaignId, submissionId, verdict };
}
