"use client";

import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { openOutbox } from "@/components/review/outbox";
import { openReview, type ReviewDesk, type ReviewModel } from "@/components/review/review-model";
import { ownDecisionsQuery, sendDecision, undoDecision } from "@/lib/decisions/queries";
import type { Decision } from "@/lib/decisions/schema";
import type { Submission } from "@/lib/mirror/schema";

/** The review of this tab, open for as long as the component is: it sends what waits, and again when the network is back. */
export function useReviewModel(personId: string, begin: Submission | null): ReviewModel {
  const queryClient = useQueryClient();
  const [model] = useState(() => openReview(openOutbox(localStorage, personId), deskOf(queryClient), begin));
  useEffect(() => {
    const again = () => model.sender.retry();
    again();
    window.addEventListener("online", again);
    window.addEventListener("focus", again);
    return () => {
      window.removeEventListener("online", again);
      window.removeEventListener("focus", again);
      model.sender.stop();
    };
  }, [model]);
  return model;
}

function deskOf(queryClient: QueryClient): ReviewDesk {
  return {
    send: sendDecision,
    takeBack: undoDecision,
    onLedger: (decision) => {
      // A read that is under way may not know this row yet.
      void queryClient.cancelQueries({ queryKey: ownDecisionsQuery.queryKey });
      queryClient.setQueryData(ownDecisionsQuery.queryKey, (page) => ({
        items: withRow(page?.items ?? [], decision),
        nextCursor: page?.nextCursor ?? null,
      }));
    },
    onDoubt: () => {
      void queryClient.invalidateQueries({ queryKey: ["decisions"] });
      void queryClient.invalidateQueries({ queryKey: ["submissions"] });
    },
  };
}

function withRow(items: readonly Decision[], decision: Decision): Decision[] {
  return items.some(({ id }) => id === decision.id)
    ? items.map((item) => (item.id === decision.id ? decision : item))
    : [decision, ...items];
}
