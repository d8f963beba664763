import type { ApiClient } from "@/e2e/support/api-client";

export type LiveEvent = { id: string; event: string; data: unknown };

/**
 * Listens to the desk's live events as an EventSource would, from `lastEventId` on if that is given. `events` grows as
 * they arrive.
 */
export async function followEvents(address: string, api: ApiClient, lastEventId?: string) {
  const stop = new AbortController();
  const response = await fetch(`${address}/api/events`, {
    headers: {
      cookie: api.cookie(),
      accept: "text/event-stream",
      ...(lastEventId === undefined ? {} : { "last-event-id": lastEventId }),
    },
    signal: stop.signal,
  });
  if (response.body === null) throw new Error(`no stream: ${response.status}`);
  const events: LiveEvent[] = [];
  const reading = read(response.body, (block) => {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(block)?.[1];
    const event = field("event");
    if (event !== undefined)
      events.push({ id: field("id") ?? "", event, data: JSON.parse(field("data") ?? "null") });
  });
  return {
    status: response.status,
    headers: response.headers,
    events,
    stop: async () => {
      stop.abort();
      // The way a fetch that is stopped ends.
      await reading.catch((err: unknown) => {
        if (!(err instanceof DOMException)) throw err;
      });
    },
  };
}

async function read(body: ReadableStream<Uint8Array>, onBlock: (block: string) => void): Promise<void> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true });
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    blocks.forEach(onBlock);
  }
}
