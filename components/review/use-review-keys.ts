"use client";

import { useEffect, useEffectEvent } from "react";
import { actionOf, isTextField, isTyping, numberOf, type ReviewAction } from "@/components/review/keys";

/**
 * Calls `onAction` for each key of the keyboard map, except where somebody types or a dialog is open. While the reasons
 * are open `onReason` is given, and takes the digits (from 0) wherever the focus is: it moves into them only after the
 * key that opens them, and a quick hand is faster.
 */
export function useReviewKeys(
  onAction: (action: ReviewAction) => void,
  onReason: ((index: number) => void) | null,
): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented) return;
    const number = onReason === null ? null : numberOf(event);
    if (onReason !== null && number !== null && !isTextField(event.target)) {
      event.preventDefault();
      return onReason(number);
    }
    if (isTyping(event.target, event.key)) return;
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
