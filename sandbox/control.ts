import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { readBody } from "@/sandbox/body";
import { controlCalls } from "@/sandbox/control-calls";
import { type Reply, refusal } from "@/sandbox/reply";
import { sendJson } from "@/sandbox/send";
import type { World } from "@/sandbox/world";

/**
 * The control API under /__sandbox/: for tests and people, not part of the vendor. No key, but loopback only. A wrong body
 * answers 400 with zod's words.
 */
export async function serveControl(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
) {
  sendJson(response, await answer(world, request, url));
}

async function answer(world: World, request: IncomingMessage, url: URL): Promise<Reply> {
  if (!isLoopback(request.socket.remoteAddress))
    return refusal(403, "The control API answers on loopback only");
  for (const { method, pattern, act } of controlCalls) {
    const match = pattern.exec(url.pathname);
    if (!match || request.method !== method) continue;
    const body = await readBody(request, 1024 * 1024);
    try {
      const input: unknown = body && body.length > 0 ? JSON.parse(body.toString("utf8")) : {};
      return act(world, { params: match.slice(1), query: url.searchParams, input });
    } catch (error) {
      if (error instanceof z.ZodError) return refusal(400, z.prettifyError(error));
      if (error instanceof SyntaxError) return refusal(400, "The body is not valid JSON");
      throw error;
    }
  }
  return refusal(404, "No such control call");
}

function isLoopback(address: string | undefined): boolean {
  return address !== undefined && /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(address);
}
