"use client";

import { useEffect, useEffectEvent } from "react";
import { actionOf, isTyping, type ReviewAction } from "@/components/review/keys";

/** Calls `onAction` for each key of the keyboard map, except where somebody types or a dialog is open. */
export function useReviewKeys(onAction: (action: ReviewAction) => void): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || isTyping(event.target, event.key)) return;
    const action = actionOf(event);
    if (action === null || document.querySelector("[role=dialog][data-state=open]") !== null) return;
    event.preventDefault();
    onAction(action);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}
