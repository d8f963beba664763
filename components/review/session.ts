import { keyOf, type SubmissionKey } from "@/components/review/submission-key";
import type { Submission } from "@/lib/mirror/schema";

/**
 * What this tab itself knows of a submission: that it closed it (decided) or opened it (took the decision back).
 * It outweighs every list that was asked for before the desk confirmed it; `confirmedAt` is null until then.
 */
type Claim = { open: boolean; confirmedAt: number | null };

/** One person's walk through what is left to decide. Made by `sessionAfter` alone. */
export type ReviewSession = {
  /** Undecided submissions in the desk's order; the current one stays in it even when it is gone. */
  queue: readonly Submission[];
  current: SubmissionKey | null;
  /** The current one was decided elsewhere while it was looked at: it stays on screen and cannot be decided. */
  gone: boolean;
  /** What the desk has leased to this person, as far as it told; nobody else is shown it. */
  leased: ReadonlySet<SubmissionKey>;
  claims: ReadonlyMap<SubmissionKey, Claim>;
};

export type SessionEvent =
  /** The first undecided ones, as the desk told when asked at `askedAt` (ms); `hasMore` when that is not all. */
  | { type: "listed"; items: readonly Submission[]; askedAt: number; hasMore: boolean }
  /** All that the desk leases to this person now, as asked at `askedAt`. */
  | { type: "claimed"; items: readonly Submission[]; askedAt: number }
  /** A later page: adds, never removes. */
  | { type: "arrived"; items: readonly Submission[]; askedAt: number }
  | { type: "next" }
  | { type: "previous" }
  | { type: "shown"; key: SubmissionKey }
  | { type: "decided"; key: SubmissionKey }
  /** The desk knows the decision, or who was first. */
  | { type: "closed"; key: SubmissionKey; at: number }
  /** A decision is taken back, or was not accepted: the submission is to be decided again. */
  | { type: "reopened"; submission: Submission; show: boolean }
  | { type: "reopenConfirmed"; key: SubmissionKey; at: number };

/** A session that begins with nothing but decisions that still wait in this tab (keys), and where to begin, if known. */
export function newSession(
  waiting: Iterable<SubmissionKey> = [],
  begin: Submission | null = null,
): ReviewSession {
  return {
    queue: begin === null ? [] : [begin],
    current: begin === null ? null : keyOf(begin),
    gone: false,
    leased: new Set(),
    claims: new Map([...waiting].map((key) => [key, { open: false, confirmedAt: null }])),
  };
}

/** The submission on screen; null when there is nothing left. */
export function currentOf(session: ReviewSession): Submission | null {
  return session.queue.find((item) => keyOf(item) === session.current) ?? null;
}

/** The submissions after the current one, nearest first. */
export function upcomingOf(session: ReviewSession, count: number): readonly Submission[] {
  const at = indexOf(session.queue, session.current);
  return session.queue.slice(at + 1, at + 1 + count);
}

/** Whether a decision on `key` would hit exactly what is on screen and still open. */
export function mayDecide(session: ReviewSession, key: SubmissionKey): boolean {
  return session.current === key && !session.gone;
}

/**
 * The session after an event. Two promises, held by a property test: news from the desk never change what is on screen
 * (so a key press cannot hit a submission that slid under it), and nothing open that the desk told of is ever lost.
 */
export function sessionAfter(session: ReviewSession, event: SessionEvent): ReviewSession {
  switch (event.type) {
    case "listed":
      return withList(session, event, new Set());
    case "claimed":
      return withClaims(session, event);
    case "arrived":
      return withPage(session, event);
    case "next":
      return moved(session, 1);
    case "previous":
      return moved(session, -1);
    case "shown":
      return event.key !== session.current && indexOf(session.queue, event.key) >= 0
        ? { ...leaving(session), current: event.key, gone: false }
        : session;
    case "decided":
      return mayDecide(session, event.key)
        ? withClaim(withoutLease(without(session, event.key), event.key), event.key, {
            open: false,
            confirmedAt: null,
          })
        : session;
    case "closed":
      return withClaim(closedElsewhere(session, event.key), event.key, {
        open: false,
        confirmedAt: event.at,
      });
    case "reopened":
      return reopened(session, event.submission, event.show);
    case "reopenConfirmed":
      return withClaim(session, event.key, { open: true, confirmedAt: event.at });
  }
}

/**
 * A lease that the desk no longer tells of is lost: decided meanwhile, or with somebody else. What was never leased (where
 * this review began, or what was taken back) is not in such an answer and stays.
 */
function withClaims(
  session: ReviewSession,
  { items, askedAt }: { items: readonly Submission[]; askedAt: number },
): ReviewSession {
  const unleased = new Set(session.queue.map(keyOf).filter((key) => !session.leased.has(key)));
  const next = withList(session, { items, askedAt, hasMore: false }, unleased);
  return { ...next, leased: new Set(items.map(keyOf)) };
}

/** `stays`: what is kept although the list does not have it. */
function withList(
  session: ReviewSession,
  { items, askedAt, hasMore }: { items: readonly Submission[]; askedAt: number; hasMore: boolean },
  stays: ReadonlySet<SubmissionKey>,
): ReviewSession {
  const claims = claimsAfter(session.claims, askedAt);
  const listed = new Set(items.map(keyOf));
  // The list covers the queue up to the last one that both know; what comes later may just not be listed yet.
  const lastKnown = session.queue.findLastIndex((item) => listed.has(keyOf(item)));
  const beyond = hasMore && lastKnown >= 0 ? session.queue.slice(lastKnown + 1) : [];
  const queue = [...items.filter((item) => claims.get(keyOf(item))?.open !== false), ...beyond];
  const known = new Set(queue.map(keyOf));
  for (const [index, item] of session.queue.entries()) {
    const key = keyOf(item);
    const keep = key === session.current || claims.get(key)?.open === true || stays.has(key);
    if (!keep || queue.some((other) => keyOf(other) === key)) continue;
    queue.splice(placeAfterNeighbour(queue, session.queue, index), 0, item);
  }
  const current = session.current ?? firstKey(queue);
  const gone =
    current !== null &&
    !known.has(current) &&
    claims.get(current)?.open !== true &&
    !(stays.has(current) && !session.gone);
  return { ...session, queue, current, gone, claims };
}

function withPage(
  session: ReviewSession,
  { items, askedAt }: { items: readonly Submission[]; askedAt: number },
): ReviewSession {
  const known = new Set(session.queue.map(keyOf));
  const claims = session.claims;
  const added = items.filter((item) => {
    const claim = claims.get(keyOf(item));
    const closed = claim?.open === false && (claim.confirmedAt === null || claim.confirmedAt >= askedAt);
    return !known.has(keyOf(item)) && !closed;
  });
  if (added.length === 0) return session;
  const queue = [...session.queue, ...added];
  return { ...session, queue, current: session.current ?? firstKey(queue) };
}

/** One step along the queue; at its ends nothing moves. */
function moved(session: ReviewSession, step: 1 | -1): ReviewSession {
  const at = indexOf(session.queue, session.current);
  const target = session.queue[at + step];
  if (at < 0) return session;
  if (target !== undefined) return { ...leaving(session), current: keyOf(target), gone: false };
  return session.gone && session.current !== null ? without(session, session.current) : session;
}

/** Drops the current one when it is gone: nobody needs to come back to it. */
function leaving(session: ReviewSession): ReviewSession {
  if (!session.gone) return session;
  return { ...session, queue: session.queue.filter((item) => keyOf(item) !== session.current) };
}

/** Takes one out; if it was on screen its successor takes its place, or, at the end, the first that was passed over. */
function without(session: ReviewSession, key: SubmissionKey): ReviewSession {
  const at = indexOf(session.queue, key);
  const queue = session.queue.filter((item) => keyOf(item) !== key);
  if (session.current !== key) return { ...session, queue };
  const heir = queue[at] ?? queue[0];
  return { ...session, queue, current: heir === undefined ? null : keyOf(heir), gone: false };
}

/** One that is closed leaves the queue; on screen it stays, as gone. */
function closedElsewhere(session: ReviewSession, key: SubmissionKey): ReviewSession {
  if (session.current === key) return { ...session, gone: true };
  return without(session, key);
}

function reopened(session: ReviewSession, submission: Submission, show: boolean): ReviewSession {
  const key = keyOf(submission);
  const claimed = withClaim(session, key, { open: true, confirmedAt: null });
  if (session.current === key) return { ...claimed, gone: false };
  const stays = indexOf(session.queue, key) >= 0;
  const at = indexOf(session.queue, session.current);
  const queue = stays ? session.queue : session.queue.toSpliced(Math.max(0, at), 0, submission);
  if (!show && session.current !== null) return { ...claimed, queue };
  return { ...leaving({ ...claimed, queue }), current: key, gone: false };
}

function withoutLease(session: ReviewSession, key: SubmissionKey): ReviewSession {
  return { ...session, leased: new Set([...session.leased].filter((one) => one !== key)) };
}

function withClaim(session: ReviewSession, key: SubmissionKey, claim: Claim): ReviewSession {
  return { ...session, claims: new Map(session.claims).set(key, claim) };
}

/** The claims that still outweigh a list asked for at `askedAt`. */
function claimsAfter(claims: ReadonlyMap<SubmissionKey, Claim>, askedAt: number) {
  return new Map([...claims].filter(([, { confirmedAt }]) => confirmedAt === null || confirmedAt >= askedAt));
}

/** Where in `queue` the item that stood at `index` of `before` belongs: after its nearest earlier neighbour still there. */
function placeAfterNeighbour(
  queue: readonly Submission[],
  before: readonly Submission[],
  index: number,
): number {
  for (let at = index - 1; at >= 0; at--) {
    const neighbour = before[at];
    const place = neighbour === undefined ? -1 : indexOf(queue, keyOf(neighbour));
    if (place >= 0) return place + 1;
  }
  return 0;
}

function indexOf(queue: readonly Submission[], key: SubmissionKey | null): number {
  return queue.findIndex((item) => keyOf(item) === key);
}

function firstKey(queue: readonly Submission[]): SubmissionKey | null {
  const [first] = queue;
  return first === undefined ? null : keyOf(first);
}
