import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { readBody } from "@/sandbox/body";
import { type Reply, refusal } from "@/sandbox/reply";
import { matchRoute } from "@/sandbox/routes";
import { sendJson } from "@/sandbox/send";
import { strike } from "@/sandbox/strike";
import type { World } from "@/sandbox/world";

const bodyLimit = 12 * 1024 * 1024;

/**
 * Serves one request of the vendor's API: log → route → key → rate limit → body → latency → fault before the effect → effect →
 * fault after it → answer. Throws only when the client breaks off while sending.
 */
export async function serveApi(world: World, request: IncomingMessage, response: ServerResponse, url: URL) {
  const started = performance.now();
  const { method = "GET" } = request;
  const matched = matchRoute(method, url.pathname);
  const endpoint = typeof matched === "string" ? null : matched.route.name;
  const entry = world.journal.open(method, url.pathname + url.search, endpoint);
  const finish = (status: number | null) => {
    entry.status = status;
    entry.ms = Math.round((performance.now() - started) * 10) / 10;
  };

  const refused = authorise(world, request) ?? overLimit(world);
  if (refused) return finish(sendJson(response, refused));
  if (matched === "unknown path") return finish(sendJson(response, refusal(404, "Not found")));
  if (matched === "wrong method") return finish(sendJson(response, refusal(405, "Method not allowed")));

  const body = await readBody(request, bodyLimit);
  if (body === null) return finish(sendJson(response, refusal(400, "Request body is too large")));
  const { fixedMs, jitterMs } = world.settings.latency;
  const latency = fixedMs + jitterMs * world.random.jitter.fraction();
  if (latency > 0) await wait(latency);

  const fault = world.faults.draw(matched.route.name, world.settings.faults);
  if (fault) entry.fault = `${fault.kind}:${fault.when}`;
  if (fault?.when === "before") return finish(strike(response, fault, null));
  const reply = await matched.route.endpoint({
    world,
    request: entry.seq,
    params: matched.params,
    query: url.searchParams,
    contentType: request.headers["content-type"] ?? "",
    body,
    base: url.origin,
  });
  finish(fault ? strike(response, fault, reply) : sendJson(response, reply));
}

function authorise(world: World, request: IncomingMessage): Reply | null {
  const key = request.headers["x-api-key"];
  if (!key) return refusal(401, "API key is missing");
  if (key !== world.key || world.settings.account === "revoked") return refusal(401, "Invalid API key");
  return null;
}

/** The limit is per key, and there is one key; requests without it are refused before they count. */
function overLimit(world: World): Reply | null {
  const taken = world.rate.take(Date.now(), world.settings.rateLimit);
  if (taken.granted) return null;
  const reply = refusal(429, "Rate limit exceeded");
  if (!world.settings.rateLimit.retryAfter) return reply;
  return { ...reply, headers: { "retry-after": String(Math.max(1, Math.ceil(taken.waitMs / 1000))) } };
}
