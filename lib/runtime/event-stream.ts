import { log } from "@/lib/log";
import { onShutdown } from "@/lib/process/shutdown";
import { singleton } from "@/lib/process/singleton";
import { type FeedEvent, subscribe } from "@/lib/runtime/feed";

const HEARTBEAT_MS = 15_000;
const RECONNECT_MS = 2_000;

const open = () =>
  singleton("eventStreams", () => {
    const streams = new Set<() => void>();
    // An open stream would hold up a clean stop for as long as its page is open.
    onShutdown(() => {
      for (const close of streams) close();
    });
    return streams;
  });

/**
 * Live events as Server-Sent Events (WHATWG HTML, section 9.2), from `lastEventId` on if that is given. When events may
 * have been missed the first one is `reset`: read everything again. A comment goes out every 15 s, and whenever it does
 * `stillAllowed` is asked: a stream never outlives its session.
 */
export async function eventStream(request: Request, stillAllowed: () => Promise<boolean>): Promise<Response> {
  const lastEventId = request.headers.get("last-event-id");
  const encoder = new TextEncoder();
  let stop: (() => void) | undefined;
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      let closed = false;
      const write = (text: string) => {
        if (!closed) controller.enqueue(encoder.encode(text));
      };
      const tell = (events: FeedEvent[]) => write(events.map(written).join(""));
      write(`retry: ${RECONNECT_MS}\n\n`);
      const { stop: unsubscribe, missed } = await subscribe(lastEventId, tell);
      if (missed) write("event: reset\ndata: {}\n\n");
      const beat = setInterval(() => {
        write(": still here\n\n");
        stillAllowed()
          .then((allowed) => {
            if (!allowed) stop?.();
          })
          .catch((err: unknown) => log().warn({ err }, "a live stream's session could not be checked"));
      }, HEARTBEAT_MS);
      stop = () => {
        if (closed) return;
        closed = true;
        clearInterval(beat);
        unsubscribe();
        if (stop !== undefined) open().delete(stop);
        controller.close();
      };
      open().add(stop);
      if (request.signal.aborted) stop();
      else request.signal.addEventListener("abort", stop, { once: true });
    },
    cancel() {
      stop?.();
    },
  });
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      // `no-transform` keeps proxies and Next from compressing, which would hold events back.
      "cache-control": "private, no-store, no-transform",
      "x-accel-buffering": "no",
    },
  });
}

const written = ({ id, type, data }: FeedEvent) =>
  `id: ${id}\nevent: ${type}\ndata: ${JSON.stringify({ type, ...(data as object) })}\n\n`;
