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
  | ({ type: "failed"; entry: OutboxEntry } & Refusal)
  /** Taken back before it stood in the ledger. */
  | { type: "withdrawn"; entry: OutboxEntry }
  /** Another tab of this person sent it or took it back. */
  | { type: "settledElsewhere"; entry: OutboxEntry }
  | { type: "undone"; decision: Decision }
  /** It could not be taken back: too late, or the desk did not answer in time. */
  | ({ type: "undoFailed"; decision: Decision; late: boolean } & Refusal);

/** The problem's code, for the message files, and the desk's words. */
type Refusal = { code: string; words: string };

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
 * Of several tabs one sends at a time, and each looks first at what the others left of it. A wish to take something back
 * stays in the outbox like the decision itself, until the desk answered it.
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
    const stuck = await alone(waiting.idempotencyKey, () => deliver(waiting));
    if (stuck === null) return release(key);
    busy.delete(key);
    wait(stuck);
  }

  /** Has the desk answer what is left to do of an entry: to record it, to take it back. Answers why it must wait, or null. */
  async function deliver(waiting: OutboxEntry): Promise<SenderTrouble | null> {
    const { idempotencyKey } = waiting;
    const known = outbox.entries().some((entry) => entry.idempotencyKey === idempotencyKey);
    const stored = outbox.get(idempotencyKey);
    if (stored === undefined) {
      if (known) onNews({ type: "settledElsewhere", entry: waiting });
      return null;
    }
    if (stopped) return null;
    const entry = { ...stored, attempted: true };
    const done = (news: SenderNews) => {
      outbox.remove(idempotencyKey);
      onNews(news);
      return null;
    };
    if (stored.undo && !stored.attempted) return done({ type: "withdrawn", entry });
    if (!stored.attempted) outbox.put(entry);
    const outcome = await attempt(() => send(entry));
    if (outcome.kind === "retry") return outcome.trouble;
    calm();
    const takenBack = outbox.get(idempotencyKey)?.undo === true;
    if (outcome.kind === "refused") {
      const { code, words } = outcome;
      // Nothing was recorded, which is what whoever took it back wants.
      return done(takenBack ? { type: "withdrawn", entry } : { type: "failed", entry, code, words });
    }
    if (outcome.value.status !== 202) return done({ type: "declined", entry, outcome: outcome.value });
    const recorded: SenderNews = { type: "recorded", entry, decision: outcome.value, takenBack };
    if (!takenBack) return done(recorded);
    onNews(recorded);
    const undone = await attempt(() => takeBack(recorded.decision.id));
    return undone.kind === "retry" ? undone.trouble : done(undoNews(recorded.decision, undone));
  }

  /** Forgets what never left; if another tab sent it in this very moment, it is taken back when the desk answers. */
  async function withdrawUnsent(entry: OutboxEntry): Promise<void> {
    if (outbox.get(entry.idempotencyKey)?.attempted === true) return;
    outbox.remove(entry.idempotencyKey);
    onNews({ type: "withdrawn", entry });
    changed();
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
      if (entry !== undefined) {
        outbox.put({ ...entry, undo: true });
        if (!entry.attempted) void alone(idempotencyKey, () => withdrawUnsent(entry));
      }
      changed();
    },
    /** Takes back a decision that stands in the ledger; later decisions on the same submission wait for the answer. */
    undo: async (decision: Decision) => {
      const key = keyOfTarget(decision);
      busy.add(key);
      onNews(undoNews(decision, await attempt(() => takeBack(decision.id))));
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

/** What became of taking a decision back. */
function undoNews(decision: Decision, outcome: Attempt<Decision>): SenderNews {
  if (outcome.kind === "done") return { type: "undone", decision: outcome.value };
  const { kind, code, words } = outcome;
  return { type: "undoFailed", decision, code, words, late: kind === "refused" };
}

/** Runs `work` while no other tab works on the same entry; where the browser has no locks (plain http), just runs it. */
function alone<T>(idempotencyKey: string, work: () => Promise<T>): Promise<T> {
  const locks: LockManager | null | undefined = navigator.locks;
  return locks ? locks.request(`proofdesk.outbox.${idempotencyKey}`, work) : work();
}

type Attempt<T> =
  | { kind: "done"; value: T }
  | ({ kind: "refused" } & Refusal)
  | ({ kind: "retry"; trouble: SenderTrouble } & Refusal);

/** Runs one request and sorts its failure: what may be sent again with the same key, and what was refused for good. */
async function attempt<T>(request: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { kind: "done", value: await request() };
  } catch (err) {
    if (err instanceof UnreachableError)
      return { kind: "retry", trouble: "unreachable", code: "unreachable", words: err.message };
    if (!(err instanceof ApiError)) throw err;
    const { status, code, detail: words } = err.problem;
    if (status === 401) return { kind: "retry", trouble: "signed_out", code, words };
    if (status === 429 || status >= 500) return { kind: "retry", trouble: "unreachable", code, words };
    return { kind: "refused", code, words };
  }
}
