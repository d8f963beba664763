import type { ServerResponse } from "node:http";
import type { Reply } from "@/sandbox/reply";

/** Sends an answer as JSON and returns its status. */
export function sendJson(response: ServerResponse, reply: Reply): number {
  const bytes = Buffer.from(JSON.stringify(reply.body));
  response.writeHead(reply.status, {
    ...reply.headers,
    "content-type": "application/json",
    "content-length": bytes.length,
  });
  response.end(bytes);
  return reply.status;
}
