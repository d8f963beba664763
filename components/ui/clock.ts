"use client";

import { useNow } from "next-intl";
import { useSyncExternalStore } from "react";

const TICK_MS = 10_000;
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function tick(): void {
  now = Date.now();
  for (const listener of listeners) listener();
}

/**
 * The time now in ms, to within ten seconds; one timer for however many show it. While the server's page comes to
 * life it is the server's time, so that both draw the same words.
 */
export function useClock(): number {
  const servedAt = useNow();
  return useSyncExternalStore(
    subscribe,
    () => now,
    () => servedAt.getTime(),
  );
}
