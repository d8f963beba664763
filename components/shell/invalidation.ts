import type { QueryKey } from "@tanstack/react-query";
import type { LiveEventData } from "@/lib/runtime/schema";

/** The reads that a live event makes old, as the beginnings of their keys. */
export function keysOf(event: LiveEventData): QueryKey[] {
  switch (event.type) {
    case "decision":
      return [
        ["decisions"],
        ["queue"],
        ["batches"],
        ["overview"],
        ["campaigns"],
        ...event.campaignIds.flatMap(campaignKeys),
        ["submissions", "all"],
      ];
    case "submission":
      return [["overview"], ["campaigns"], ...campaignKeys(event.campaignId), ["submissions", "all"]];
    case "campaign":
      return [
        ["overview"],
        ["campaigns"],
        ...event.ids.flatMap((id) => [
          ["campaign", id],
          ["plan", id],
        ]),
      ];
    case "balance":
      return [["balance"]];
    case "budget":
      // A door that closes or opens makes the balance an old one or a fresh one.
      return [["budget"], ["balance"]];
    case "order":
      return [["orders"], ["campaigns"], ["balance"]];
    case "sync":
      return [["campaigns"], ...campaignKeys(event.campaignId), ["submissions", "all"]];
  }
}

const campaignKeys = (id: string): QueryKey[] => [
  ["campaign", id],
  ["submissions", id],
  ["plan", id],
  ["sweeps", id],
];

/**
 * Collects keys so that a burst of events costs one refetch: the first goes out at once, what follows is gathered and
 * goes out together `everyMs` later, for as long as the burst lasts. `stop` forgets what is gathered.
 */
export function gatherInvalidations(invalidate: (key: QueryKey) => void, everyMs: number) {
  const gathered = new Map<string, QueryKey>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    timer = gathered.size > 0 ? setTimeout(flush, everyMs) : undefined;
    for (const key of gathered.values()) invalidate(key);
    gathered.clear();
  };
  return {
    add(keys: readonly QueryKey[]) {
      for (const key of keys) gathered.set(JSON.stringify(key), key);
      if (timer === undefined) flush();
    },
    stop() {
      clearTimeout(timer);
      timer = undefined;
      gathered.clear();
    },
  };
}
