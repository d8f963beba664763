import { LIVE_EVENT_TYPES, type LiveEventData, liveEventSchema } from "@/lib/runtime/schema";

export type Connection = "connecting" | "live" | "reconnecting";

type Listeners = {
  onEvent: (event: LiveEventData) => void;
  /** Events were missed, or one was of an unknown form: everything read before may be old. */
  onGap: () => void;
  onConnection: (connection: Connection) => void;
};

const RETRY_FIRST_MS = 1_000;
const RETRY_MOST_MS = 30_000;

/**
 * Follows the desk's live events and keeps following: the browser mends a broken stream by itself, and one that it
 * gave up (the desk answered an error) is opened anew at growing waits. Returns how to stop.
 */
export function followEvents(path: string, { onEvent, onGap, onConnection }: Listeners): () => void {
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = RETRY_FIRST_MS;
  let openedBefore = false;

  const receive = (message: MessageEvent<string>) => {
    const event = parseEvent(message);
    if (event === undefined) onGap();
    else onEvent(event);
  };

  const open = () => {
    source = new EventSource(path);
    for (const type of LIVE_EVENT_TYPES) source.addEventListener(type, receive);
    source.onopen = () => {
      wait = RETRY_FIRST_MS;
      onConnection("live");
      if (openedBefore) onGap();
      openedBefore = true;
    };
    source.onerror = () => {
      onConnection("reconnecting");
      if (source.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(open, wait);
      wait = Math.min(wait * 2, RETRY_MOST_MS);
    };
  };

  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}

/** The event of a message; undefined when a newer desk says something that this page does not know. */
export function parseEvent({ type, data }: { type: string; data: string }): LiveEventData | undefined {
  try {
    const body: unknown = JSON.parse(data);
    const parsed = liveEventSchema.safeParse({ ...(body as object), type });
    return parsed.success ? parsed.data : undefined;
  } catch (err) {
    if (err instanceof SyntaxError) return undefined;
    throw err;
  }
}
