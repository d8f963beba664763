import type { Outbox, OutboxEntry } from "@/components/review/outbox";
import { keyOfTarget, type SubmissionKey } from "@/components/review/submission-key";
import type { DecideOutcome, Decision } from "@/lib/decisions/schema";
import { ApiError, UnreachableError } from "@/lib/http/client";

/** What became of a decision of this tab. */
export type SenderNews =
  /** `takenBack`: the person took it back meanwhile, and that is being done now. */
  | { type: "recorded"; entry: OutboxEntry; decision: Decision; takenBack: boolean }
  /** Somebody was first, or it is gone: the desk made no decision of it. */
  | { type: "declined"; entry: OutboxEntry; outcome: Extract<DecideOutcome, { code: string }> }
  /** The desk refused the request as a whole, with its words; nothing was decided. */
  | { type: "failed"; entry: OutboxEntry; words: string }
  /** Taken back before it ever left this tab. */
  | { type: "withdrawn"; entry: OutboxEntry }
  | { type: "undone"; decision: Decision }
  /** It could not be taken back: too late, or the desk did not answer in time. */
  | { type: "undoFailed"; decision: Decision; words: string; late: boolean };

/** Why decisions wait in this tab. */
export type SenderTrouble = "unreachable" | "signed_out";

/** What the screen needs to know: replaced, never changed, so that it can be compared. */
export type SenderState = {
  waiting: readonly OutboxEntry[];
  trouble: SenderTrouble | null;
  durable: boolean;
};

type Ports = {
  outbox: Outbox;
  send: (entry: OutboxEntry) => Promise<DecideOutcome>;
  takeBack: (decisionId: string) => Promise<Decision>;
  onNews: (news: SenderNews) => void;
};

export type Sender = ReturnType<typeof createSender>;

const PARALLEL = 4;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;

/**
 * Sends what stands in the outbox. A decision stays there until the desk answered it, and is sent again with the same
 * idempotency key, so it is one decision however often it was sent. Whatever concerns one submission goes out in the
 * order it was done. While the desk does not answer a single request probes at growing waits; `retry` asks at once.
 */
export function createSender({ outbox, send, takeBack, onNews }: Ports) {
  const busy = new Set<SubmissionKey>();
  const listeners = new Set<() => void>();
  let trouble: SenderTrouble | null = null;
  let strikes = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  let state: SenderState = { waiting: outbox.entries(), trouble, durable: outbox.durable() };

  function changed(): void {
    state = { waiting: outbox.entries(), trouble, durable: outbox.durable() };
    for (const listener of listeners) listener();
  }

  function pump(): void {
    const parallel = trouble === null ? PARALLEL : 1;
    for (const entry of outbox.entries()) {
      if (stopped || busy.size >= parallel) return;
      if (!busy.has(keyOfTarget(entry.item))) void post(entry);
    }
  }

  async function post(waiting: OutboxEntry): Promise<void> {
    const key = keyOfTarget(waiting.item);
    busy.add(key);
    const entry = { ...waiting, attempted: true };
    if (!waiting.attempted) outbox.put(entry);
    const outcome = await attempt(() => send(entry));
    if (outcome.kind === "retry") {
      busy.delete(key);
      return wait(outcome.trouble);
    }
    calm();
    const takenBack = outbox.get(entry.idempotencyKey)?.undo === true;
    outbox.remove(entry.idempotencyKey);
    if (outcome.kind === "refused") onNews({ type: "failed", entry, words: outcome.words });
    else if (outcome.value.status !== 202) onNews({ type: "declined", entry, outcome: outcome.value });
    else {
      onNews({ type: "recorded", entry, decision: outcome.value, takenBack });
      if (takenBack) await undoRecorded(outcome.value);
    }
    release(key);
  }

  async function undoRecorded(decision: Decision): Promise<void> {
    const outcome = await attempt(() => takeBack(decision.id));
    if (outcome.kind === "done") onNews({ type: "undone", decision: outcome.value });
    else onNews({ type: "undoFailed", decision, words: outcome.words, late: outcome.kind === "refused" });
  }

  function wait(reason: SenderTrouble): void {
    trouble = reason;
    changed();
    // Several that fail together count once.
    if (stopped || timer !== undefined) return;
    timer = setTimeout(probe, Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** strikes++));
  }

  function probe(): void {
    timer = cleared(timer);
    pump();
  }

  function calm(): void {
    trouble = null;
    strikes = 0;
    timer = cleared(timer);
  }

  function release(key: SubmissionKey): void {
    busy.delete(key);
    changed();
    pump();
  }

  return {
    read: () => state,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** Stores the decision, then sends it. */
    add: (entry: OutboxEntry) => {
      outbox.put(entry);
      changed();
      // In trouble only the probe goes out; it takes the rest along.
      if (trouble === null) pump();
    },
    /** Takes back a decision that the desk has not confirmed: at once if it never left, else as soon as it is known. */
    withdraw: (idempotencyKey: string) => {
      const entry = outbox.get(idempotencyKey);
      if (entry === undefined) return;
      if (entry.attempted) outbox.put({ ...entry, undo: true });
      else {
        outbox.remove(idempotencyKey);
        onNews({ type: "withdrawn", entry });
      }
      changed();
    },
    /** Takes back a decision that stands in the ledger; later decisions on the same submission wait for the answer. */
    undo: async (decision: Decision) => {
      const key = keyOfTarget(decision);
      busy.add(key);
      await undoRecorded(decision);
      release(key);
    },
    /** Begins to send, and sends again now what waits: at the start, when the network is back, when the window is looked at. */
    retry: () => {
      stopped = false;
      probe();
    },
    /** No further request begins; what waits stays stored. */
    stop: () => {
      stopped = true;
      timer = cleared(timer);
    },
  };
}

function cleared(timer: ReturnType<typeof setTimeout> | undefined): undefined {
  clearTimeout(timer);
}

type Attempt<T> =
  | { kind: "done"; value: T }
  | { kind: "refused"; words: string }
  | { kind: "retry"; trouble: SenderTrouble; words: string };

/** Runs one request and sorts its failure: what may be sent again with the same key, and what was refused for good. */
async function attempt<T>(request: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { kind: "done", value: await request() };
  } catch (err) {
    if (err instanceof UnreachableError) return { kind: "retry", trouble: "unreachable", words: err.message };
    if (!(err instanceof ApiError)) throw err;
    const { status, detail } = err.problem;
    if (status === 401) return { kind: "retry", trouble: "signed_out", words: detail };
    if (status === 429 || status >= 500) return { kind: "retry", trouble: "unreachable", words: detail };
    return { kind: "refused", words: detail };
  }
}
