"use client";

import { useEffect, useEffectEvent } from "react";
import { isTyping } from "@/components/review/keys";

type BulkKeys = { onApprove: () => void; onReject: () => void; onUndo: () => void; onClear: () => void };

/**
 * The keys of the bulk bar. `A` only moves to its button: money for many is one key press further away than money for
 * one. Nothing happens while somebody types or a dialog is open.
 */
export function useBulkKeys({ onApprove, onReject, onUndo, onClear }: BulkKeys): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (
      isTyping(event.target, event.key) ||
      document.querySelector("[role=dialog][data-state=open]") !== null
    )
      return;
    const act = { a: onApprove, r: onReject, u: onUndo, escape: onClear }[event.key.toLowerCase()];
    if (act === undefined || event.repeat) return;
    event.preventDefault();
    act();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}
