import type { ServerResponse } from "node:http";
import type { Reply } from "@/sandbox/reply";
import { sendJson } from "@/sandbox/send";
import type { FaultRule } from "@/sandbox/settings";

const pages = {
  "502":
    "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1><hr>nginx</body></html>",
  "503": "<html><head><title>503 Service Temporarily Unavailable</title></head><body>nginx</body></html>",
  html: "<!DOCTYPE html><html><body><h1>We'll be right back</h1></body></html>",
};

/**
 * Answers wrongly in the way the rule says. `reply` is the true answer (null where the request had no effect); only a
 * truncated answer uses it. Returns the status that was sent, null when the connection is left without one.
 */
export function strike(response: ServerResponse, rule: FaultRule, reply: Reply | null): number | null {
  const socket = response.socket;
  switch (rule.kind) {
    case "500":
      return sendJson(response, { status: 500, body: { error: "Server error" } });
    case "429":
      return sendJson(response, { status: 429, body: { error: "Rate limit exceeded" } });
    case "502":
    case "503":
      return sendHtml(response, Number(rule.kind), pages[rule.kind]);
    case "html":
      return sendHtml(response, 200, pages.html);
    case "timeout": {
      const timer = setTimeout(() => socket?.destroy(), rule.holdMs);
      timer.unref();
      response.once("close", () => clearTimeout(timer));
      return null;
    }
    case "reset":
      socket?.resetAndDestroy();
      return null;
    case "truncated": {
      const bytes = Buffer.from(JSON.stringify(reply?.body ?? {}));
      const status = reply?.status ?? 200;
      response.writeHead(status, { "content-type": "application/json", "content-length": bytes.length });
      response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => socket?.destroy());
      return status;
    }
  }
}

function sendHtml(response: ServerResponse, status: number, page: string): number {
  response.writeHead(status, { "content-type": "text/html", "content-length": Buffer.byteLength(page) });
  response.end(page);
  return status;
}
