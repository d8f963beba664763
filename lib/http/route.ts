import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { env } from "@/lib/env";
import { type Problem, notValid, problemResponse } from "@/lib/http/problem";
import { unexpectedProblem } from "@/lib/http/unexpected";
import { log } from "@/lib/log";

/** What a handler is given: everything parsed, the caller known and permitted. */
export type RouteContext<Actor, Params, Query, Body> = {
  actor: Actor;
  params: Params;
  query: Query;
  body: Body;
  request: Request;
  requestId: string;
};

/** A handler answers with a Response, or with a problem, which becomes one. */
type Handler<Actor, Params, Query, Body> = (
  context: RouteContext<Actor, Params, Query, Body>,
) => Promise<Response | Problem> | Response | Problem;

/** The shapes that a route takes; what is not declared is not given to its handler. */
export type RouteShapes<Params, Query, Body> = {
  params?: z.ZodType<Params>;
  query?: z.ZodType<Query>;
  /** A JSON body. Routes that take another form read `request` themselves and say so in `accepts`. */
  body?: z.ZodType<Body>;
  accepts?: "json" | "multipart";
  /** The largest body in bytes; 1 MiB unless told. */
  maxBodyBytes?: number;
};

/** Who calls, or the problem to answer. `cookie` tells that the browser sent the proof of identity by itself. */
export type Authentication<Actor> =
  | { ok: true; actor: Actor; cookie: boolean }
  | { ok: false; problem: Problem };

const MIB = 1024 * 1024;
const SAFE_METHODS = new Set(["GET", "HEAD"]);

/**
 * Makes a Next route handler out of: who may (`authenticate`), what shapes, and what to do. In this order: request id,
 * authentication, origin of changes, parsing, the act, the answer. Every answer is `private, no-store` unless the
 * handler says otherwise; every unexpected error is logged with its cause and answered without it.
 */
export function routeHandler<Actor, Params = undefined, Query = undefined, Body = undefined>(
  authenticate: (request: Request) => Promise<Authentication<Actor>>,
  shapes: RouteShapes<Params, Query, Body>,
  handle: Handler<Actor, Params, Query, Body>,
) {
  return async (request: Request, segment: { params: Promise<unknown> }): Promise<Response> => {
    const requestId = randomUUID();
    const answer = async (): Promise<Response | Problem> => {
      const identity = await authenticate(request);
      if (!identity.ok) return identity.problem;
      const refused = SAFE_METHODS.has(request.method)
        ? undefined
        : refuseChange(request, identity.cookie, shapes);
      if (refused !== undefined) return refused;
      const input = await parseInput(request, segment, shapes);
      if (!input.ok) return input.problem;
      return handle({ actor: identity.actor, request, requestId, ...input.value });
    };
    let outcome: Response | Problem;
    try {
      outcome = await answer();
    } catch (err) {
      const { problem, expected } = unexpectedProblem(err);
      const route = { requestId, method: request.method, path: new URL(request.url).pathname };
      if (expected) log().warn({ err, ...route }, "a request could not be served");
      else log().error({ err, ...route }, "a request failed");
      outcome = problem;
    }
    const response = outcome instanceof Response ? outcome : problemResponse(outcome, requestId);
    response.headers.set("x-request-id", requestId);
    if (!response.headers.has("cache-control")) response.headers.set("cache-control", "private, no-store");
    return response;
  };
}

/**
 * A change made with a cookie must come from our own pages: exact Origin, and a content type that a foreign form
 * cannot send without a preflight (OWASP CSRF cheat sheet). Route handlers have no such check of their own.
 */
function refuseChange(
  request: Request,
  cookie: boolean,
  shapes: { accepts?: "json" | "multipart"; body?: unknown },
): Problem | undefined {
  if (cookie && request.headers.get("origin") !== env().nextauthUrl)
    return {
      status: 403,
      code: "foreign_origin",
      detail: `Changes are only accepted from ${env().nextauthUrl}. Nothing was done. Open the desk at that address.`,
    };
  const wanted = shapes.accepts === "multipart" ? "multipart/form-data" : "application/json";
  const given = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  const bodiless = shapes.body === undefined && shapes.accepts === undefined && given === undefined;
  if (!bodiless && given !== wanted)
    return { status: 415, code: "content_type", detail: `Send this as ${wanted}. Nothing was done.` };
  return undefined;
}

type Input<Params, Query, Body> =
  | { ok: true; value: { params: Params; query: Query; body: Body } }
  | { ok: false; problem: Problem };

async function parseInput<Params, Query, Body>(
  request: Request,
  segment: { params: Promise<unknown> },
  shapes: RouteShapes<Params, Query, Body>,
): Promise<Input<Params, Query, Body>> {
  const params = shapes.params?.safeParse(await segment.params);
  if (params?.success === false)
    return {
      ok: false,
      problem: { status: 404, code: "not_found", detail: "There is nothing at this address." },
    };
  const query = shapes.query?.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (query?.success === false) return { ok: false, problem: notValid(query.error) };
  const limit = shapes.maxBodyBytes ?? MIB;
  if (Number(request.headers.get("content-length") ?? 0) > limit)
    return { ok: false, problem: tooLarge(limit) };
  if (shapes.body === undefined) return parsed(params?.data, query?.data, undefined);
  const text = await readText(request, limit);
  if (text === undefined) return { ok: false, problem: tooLarge(limit) };
  const json = parseJson(text);
  if (!json.ok)
    return {
      ok: false,
      problem: { status: 400, code: "not_json", detail: "The body is not JSON. Nothing was done." },
    };
  const body = shapes.body.safeParse(json.value);
  return body.success
    ? parsed(params?.data, query?.data, body.data)
    : { ok: false, problem: notValid(body.error) };

  // A shape that was not declared has the type `undefined`, and that is what it is given.
  function parsed(params: unknown, query: unknown, body: unknown): Input<Params, Query, Body> {
    return { ok: true, value: { params: params as Params, query: query as Query, body: body as Body } };
  }
}

function parseJson(text: string): { ok: true; value: unknown } | { ok: false } {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (err) {
    if (err instanceof SyntaxError) return { ok: false };
    throw err;
  }
}

const tooLarge = (limit: number): Problem => ({
  status: 413,
  code: "too_large",
  detail: `The body is larger than ${Math.floor(limit / 1024)} KiB. Nothing was done.`,
});

/** The body as text, or undefined as soon as it is larger than `limit` bytes (a missing or false length is no way around). */
async function readText(request: Request, limit: number): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > limit) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
