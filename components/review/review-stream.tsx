"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useRef, useState, useSyncExternalStore } from "react";
import { ActionBar } from "@/components/review/action-bar";
import { newestUndo } from "@/components/review/decision-rows";
import { DecisionStack } from "@/components/review/decision-stack";
import { GoneNotice } from "@/components/review/gone-notice";
import { KeyHelp } from "@/components/review/key-help";
import type { ReviewAction } from "@/components/review/keys";
import { NothingLeft } from "@/components/review/nothing-left";
import { ProofFacts } from "@/components/review/proof-facts";
import { ProofImages, type ProofImagesHandle } from "@/components/review/proof-images";
import { useReasonTexts } from "@/components/review/reject-reasons";
import { ReviewHeader } from "@/components/review/review-header";
import type { UndoTarget } from "@/components/review/review-model";
import { currentOf, upcomingOf } from "@/components/review/session";
import { keyOf } from "@/components/review/submission-key";
import { useDecisionRows } from "@/components/review/use-decision-rows";
import { usePrefetchedImages } from "@/components/review/use-prefetched-images";
import { useReviewKeys } from "@/components/review/use-review-keys";
import { useReviewModel } from "@/components/review/use-review-model";
import { useClaims } from "@/components/review/use-claims";
import { useUndecided } from "@/components/review/use-undecided";
import { WaitingNotice } from "@/components/review/waiting-notice";
import { campaignQuery } from "@/lib/mirror/queries";
import type { Submission } from "@/lib/mirror/schema";

type ReviewStreamProps = {
  person: { id: string; mayDecide: boolean };
  campaignId: string | null;
  begin: Submission | null;
};

const PREFETCHED = 5;

/** One proof after the other. A verdict moves on in the same frame; the desk learns of it behind the scenes. */
export function ReviewStream({ person, campaignId, begin }: ReviewStreamProps) {
  const t = useTranslations("review");
  const model = useReviewModel(person.id, begin);
  const { session: store, sender } = model;
  const session = useSyncExternalStore(store.subscribe, store.read, store.read);
  const sending = useSyncExternalStore(sender.subscribe, sender.read, sender.read);
  // Whoever may only look holds nothing back from others.
  const list = useUndecided(campaignId, store, session, !person.mayDecide);
  const claims = useClaims(campaignId, store, session, person.mayDecide);
  const feed = person.mayDecide ? claims : list;
  const { rows, dismiss } = useDecisionRows(person.id, model);
  const images = useRef<ProofImagesHandle>(null);
  const proof = useRef<HTMLElement>(null);
  const [reasonsOpen, setReasonsOpen] = useState(false);
  const reasons = useReasonTexts();
  const [helpOpen, setHelpOpen] = useState(false);
  const [drafts, setDrafts] = useState<Readonly<Record<string, string>>>({});
  const [spoken, setSpoken] = useState("");

  const current = currentOf(session);
  const key = current === null ? null : keyOf(current);
  const upcoming = upcomingOf(session, PREFETCHED);
  usePrefetchedImages(upcoming);
  const shownCampaign = current?.campaignId ?? campaignId;
  const campaign = useQuery({ ...campaignQuery(shownCampaign ?? ""), enabled: shownCampaign !== null }).data;
  const pay = current !== null && campaign?.id === current.campaignId ? campaign.pay : null;
  const open = current !== null && !session.gone;
  const undoable = newestUndo(rows);

  const decide = (verdict: "approve" | "reject", notes?: string) => {
    if (key === null || !person.mayDecide) return;
    const decided = model.decide(key, verdict, notes);
    if (decided === null) return;
    setReasonsOpen(false);
    const { id } = decided;
    const next = currentOf(store.read())?.id;
    const done = verdict === "approve" ? "approved" : "rejected";
    setSpoken(next === undefined ? t(`announce.${done}Last`, { id }) : t(`announce.${done}`, { id, next }));
  };
  const undo = (target: UndoTarget) => {
    setReasonsOpen(false);
    model.undo(target);
    const id = currentOf(store.read())?.id;
    if (id !== undefined) setSpoken(t("announce.undone", { id }));
  };
  const step = (direction: 1 | -1) => {
    setReasonsOpen(false);
    store.dispatch({ type: direction === 1 ? "next" : "previous" });
    const id = currentOf(store.read())?.id;
    if (id !== undefined) setSpoken(t("announce.shown", { id }));
  };
  const act = (action: ReviewAction) => {
    switch (action.type) {
      case "approve":
        return decide("approve");
      case "reject":
        return setReasonsOpen(person.mayDecide && open);
      case "undo":
        return undoable === null ? undefined : undo(undoable);
      case "next":
        return step(1);
      case "previous":
        return step(-1);
      case "zoom":
        return images.current?.toggle();
      case "zoomIn":
        return images.current?.step(1);
      case "zoomOut":
        return images.current?.step(-1);
      case "image":
        return images.current?.select(action.index);
      case "help":
        return setHelpOpen(true);
    }
  };
  const rejectFor = (index: number) => {
    const reason = reasons[index];
    if (reason !== undefined) decide("reject", reason);
  };
  useReviewKeys(act, reasonsOpen && open ? rejectFor : null);

  return (
    <div className="flex min-h-[calc(100dvh-7rem)] flex-col md:h-full md:min-h-0">
      <ReviewHeader
        campaignId={campaignId}
        others={claims.company?.others ?? []}
        onHelp={() => setHelpOpen(true)}
      />
      <p role="status" aria-live="polite" className="sr-only">
        {spoken}
      </p>
      <section
        ref={proof}
        tabIndex={-1}
        // Only with a name it is a region: with nothing left there is no proof.
        {...(current === null ? {} : { "aria-label": t("proof") })}
        className="flex min-h-0 flex-1 flex-col gap-3 p-3 focus-visible:outline-none lg:flex-row"
      >
        <div className="flex min-h-[42dvh] min-w-0 flex-1 flex-col lg:min-h-0">
          {current === null ? (
            <NothingLeft
              campaignId={campaignId}
              read={feed.read}
              error={feed.error}
              company={claims.company}
              campaign={campaign}
              onTheirWay={rows.filter((row) => row.dismissId === null).length}
            />
          ) : (
            <ProofImages key={key} ref={images} submission={current} />
          )}
        </div>
        <div className="flex flex-col gap-3 lg:min-h-0 lg:w-96">
          <div className="grid content-start gap-3 lg:min-h-0 lg:flex-1 lg:overflow-y-auto">
            {current !== null && session.gone && <GoneNotice submission={current} />}
            {current !== null && (
              <ProofFacts submission={current} campaign={campaign} withCampaign={campaignId === null} />
            )}
          </div>
          <div className="grid gap-2 bg-canvas max-lg:sticky max-lg:bottom-16 max-lg:pb-1 md:max-lg:bottom-0">
            <DecisionStack rows={rows} onUndo={undo} onDismiss={dismiss} />
            <WaitingNotice state={sending} />
            <ActionBar
              mayDecide={person.mayDecide}
              open={open}
              pay={pay}
              canUndo={undoable !== null}
              reasonsOpen={reasonsOpen}
              draft={key === null ? "" : (drafts[key] ?? "")}
              onApprove={() => decide("approve")}
              onReject={(notes) => decide("reject", notes)}
              onReasonsOpen={setReasonsOpen}
              onReasonsClosed={() => proof.current?.focus({ preventScroll: true })}
              onDraft={(text) => key !== null && setDrafts({ ...drafts, [key]: text })}
              onUndo={() => undoable !== null && undo(undoable)}
              onStep={step}
            />
          </div>
        </div>
      </section>
      <KeyHelp open={helpOpen} onOpenChange={setHelpOpen} />
    </div>
  );
}
