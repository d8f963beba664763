import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as the test vendor received it. */
export interface SeenRequest {
  method: string;
  /** Path and query as they stood in the request line. */
  url: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** What the vendor answers: JSON, or text and bytes as they are; or a handler that misbehaves by itself. */
export type Reply =
  | { status?: number; headers?: Record<string, string>; json?: unknown; body?: string | Buffer }
  | ((response: ServerResponse, request: SeenRequest) => void);

export interface TestVendor {
  origin: string;
  /** Every request so far, oldest first. */
  seen: SeenRequest[];
  /** Answers the coming requests with these in turn, the last one for ever, and forgets what was seen. */
  answer: (...replies: Reply[]) => void;
  close: () => Promise<void>;
}

/** For tests: a real HTTP server on a free loopback port that answers as told. */
export async function startTestVendor(): Promise<TestVendor> {
  const seen: SeenRequest[] = [];
  let replies: Reply[] = [];

  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const { method = "", url = "", headers } = request;
      const at: SeenRequest = { method, url, headers, body };
      seen.push(at);
      const reply = (replies.length > 1 ? replies.shift() : replies[0]) ?? { status: 500 };
      if (typeof reply === "function") return reply(response, at);
      response.writeHead(reply.status ?? 200, { "content-type": "application/json", ...reply.headers });
      response.end(reply.body ?? JSON.stringify(reply.json ?? null));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    answer(...next) {
      replies = next;
      seen.length = 0;
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** What a promise is rejected with. @throws Error when it is fulfilled */
export async function failureOf(outcome: Promise<unknown>): Promise<unknown> {
  const nothing = Symbol("no failure");
  const failure = await outcome.then(
    () => nothing,
    (error: unknown) => error,
  );
  if (failure === nothing) throw new Error("it succeeded");
  return failure;
}
