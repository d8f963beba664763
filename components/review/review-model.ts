import { freshKey, type Outbox } from "@/components/review/outbox";
import { createSender, type Sender, type SenderNews } from "@/components/review/sender";
import {
  currentOf,
  mayDecide,
  newSession,
  type ReviewSession,
  type SessionEvent,
  sessionAfter,
} from "@/components/review/session";
import { createStore, type Store } from "@/components/review/store";
import { keyOf, keyOfTarget, type SubmissionKey } from "@/components/review/submission-key";
import type { DecideItem, DecideOutcome, Decision } from "@/lib/decisions/schema";
import type { Submission } from "@/lib/mirror/schema";

/** Something the person must see until they dismiss it: a decision that was not taken, or not taken back. */
export type ReviewNotice = {
  id: string;
  item: Pick<DecideItem, "campaignId" | "submissionId" | "verdict">;
  kind: "declined" | "failed" | "undoFailed";
  /** The problem's code, for the message files, and the desk's own words. */
  code: string;
  words: string;
  /** Who decided first, if somebody did. */
  first: Decision | null;
};

type NoticeEvent = { type: "told"; notice: ReviewNotice } | { type: "dismissed"; id: string };

/** The desk, as the model reaches it. */
export type ReviewDesk = {
  send: (idempotencyKey: string, item: DecideItem) => Promise<DecideOutcome>;
  takeBack: (decisionId: string) => Promise<Decision>;
  /** A ledger row is new or changed. */
  onLedger: (decision: Decision) => void;
  /** Something here may differ from what the desk knows: ask again. */
  onDoubt: () => void;
};

/** What an undo takes back: a decision that still waits in this tab, or one of the ledger. */
export type UndoTarget =
  | { kind: "waiting"; idempotencyKey: string }
  | { kind: "recorded"; decision: Decision };

export type ReviewModel = {
  session: Store<ReviewSession, SessionEvent>;
  notices: Store<readonly ReviewNotice[], NoticeEvent>;
  sender: Sender;
  /** Decides exactly the submission on screen: null (and nothing done) when `key` is not what is shown or is gone. */
  decide: (key: SubmissionKey, verdict: "approve" | "reject", notes?: string) => Submission | null;
  /** Takes a decision back and shows its submission again, if this tab knows it. */
  undo: (target: UndoTarget) => void;
};

/** One person's review in one tab, without React: the session, the outbox's sender, and what went wrong. */
export function openReview(outbox: Outbox, desk: ReviewDesk, begin: Submission | null): ReviewModel {
  const session = createStore(
    sessionAfter,
    newSession(
      outbox.entries().map((entry) => keyOfTarget(entry.item)),
      begin,
    ),
  );
  const notices = createStore<readonly ReviewNotice[], NoticeEvent>(noticesAfter, []);
  const decided = new Map<SubmissionKey, Submission>();

  const show = (key: SubmissionKey, visible: boolean) => {
    const submission = decided.get(key);
    if (submission !== undefined) session.dispatch({ type: "reopened", submission, show: visible });
  };
  const close = (key: SubmissionKey) => session.dispatch({ type: "closed", key, at: Date.now() });
  const tell = (notice: ReviewNotice) => notices.dispatch({ type: "told", notice });

  function onNews(news: SenderNews): void {
    const item = "entry" in news ? news.entry.item : news.decision;
    const key = keyOfTarget(item);
    switch (news.type) {
      case "recorded":
        if (!news.takenBack) close(key);
        return desk.onLedger(news.takenBack ? { ...news.decision, state: "UNDONE" } : news.decision);
      case "declined": {
        const { code, message: words, decision: first } = news.outcome;
        close(key);
        return tell({ id: news.entry.idempotencyKey, item, kind: "declined", code, words, first });
      }
      case "failed": {
        const { code, words } = news;
        show(key, false);
        session.dispatch({ type: "reopenConfirmed", key, at: Date.now() });
        return tell({ id: news.entry.idempotencyKey, item, kind: "failed", code, words, first: null });
      }
      case "withdrawn":
        return session.dispatch({ type: "reopenConfirmed", key, at: Date.now() });
      case "settledElsewhere":
        close(key);
        return desk.onDoubt();
      case "undone":
        session.dispatch({ type: "reopenConfirmed", key, at: Date.now() });
        return desk.onLedger(news.decision);
      case "undoFailed": {
        const { code, words } = news;
        close(key);
        tell({ id: news.decision.id, item, kind: "undoFailed", code, words, first: null });
        return desk.onDoubt();
      }
    }
  }

  const sender = createSender({
    outbox,
    send: (entry) => desk.send(entry.idempotencyKey, entry.item),
    takeBack: desk.takeBack,
    onNews,
  });

  return {
    session,
    notices,
    sender,
    decide: (key, verdict, notes) => {
      const shown = currentOf(session.read());
      if (shown === null || keyOf(shown) !== key || !mayDecide(session.read(), key)) return null;
      decided.set(key, shown);
      for (const { id, item } of notices.read())
        if (keyOfTarget(item) === key) notices.dispatch({ type: "dismissed", id });
      session.dispatch({ type: "decided", key });
      sender.add({
        idempotencyKey: freshKey(),
        item: {
          campaignId: shown.campaignId,
          submissionId: shown.id,
          verdict,
          ...(notes === undefined ? {} : { notes }),
        },
        pressedAt: Date.now(),
        attempted: false,
        undo: false,
      });
      return shown;
    },
    undo: (target) => {
      for (const { id } of notices.read())
        if (target.kind === "recorded" && id === target.decision.id)
          notices.dispatch({ type: "dismissed", id });
      if (target.kind === "recorded") {
        show(keyOfTarget(target.decision), true);
        desk.onLedger({ ...target.decision, state: "UNDONE" });
        void sender.undo(target.decision);
        return;
      }
      const entry = outbox.get(target.idempotencyKey);
      if (entry !== undefined) show(keyOfTarget(entry.item), true);
      sender.withdraw(target.idempotencyKey);
    },
  };
}

function noticesAfter(notices: readonly ReviewNotice[], event: NoticeEvent): readonly ReviewNotice[] {
  const id = event.type === "told" ? event.notice.id : event.id;
  const others = notices.filter((notice) => notice.id !== id);
  return event.type === "told" ? [...others, event.notice] : others;
}
