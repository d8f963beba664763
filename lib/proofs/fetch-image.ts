import type { LookupFunction } from "node:net";
import { Agent, errors, request } from "undici";
import { isPublicAddress, readTarget } from "@/lib/proofs/address";
import { type ResolveHost, resolveHost } from "@/lib/proofs/resolve-host";
import type { FetchFailure } from "@/lib/proofs/types";

const MAX_IMAGE_BYTES = 15 * 1024 * 1024;
const MAX_REDIRECTS = 3;
const TIME_LIMIT_MS = 10_000;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** All that a stranger's host is told of us: no cookie, no key, no referrer. `identity`: nothing is ever unpacked. */
const HEADERS = {
  accept: "image/webp,image/png,image/jpeg,image/gif",
  "accept-encoding": "identity",
  "user-agent": "Proofdesk/1.0 (image proxy)",
};

export type FetchedImage =
  | { ok: true; bytes: Buffer /** What the host says it is; believed by nobody. */; contentType: string }
  | { ok: false; reason: FetchFailure /** For the log only. */; cause?: unknown };

export type FetchImageOptions = {
  /** `host:port` entries that may be asked although private (PROOF_IMAGE_ALLOW_HOSTS). */
  allowHosts: readonly string[];
  resolve?: ResolveHost;
  /** For everything together: name, connection, redirects, body. */
  timeLimitMs?: number;
};

/**
 * Fetches the bytes behind a hostile address (design, "Security"). At every redirect the address is read, its name
 * resolved once, every IP address checked, and the connection made to exactly those addresses, so that a second answer
 * of a name server is never asked for. Bounded in time, size and redirects. Never throws for what a host does.
 */
export async function fetchImage(address: string, options: FetchImageOptions): Promise<FetchedImage> {
  const deadline = AbortSignal.timeout(options.timeLimitMs ?? TIME_LIMIT_MS);
  let next = address;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const answer = await fetchHop(next, options, deadline);
    if (!("location" in answer)) return answer;
    next = answer.location;
  }
  return { ok: false, reason: "too_many_redirects" };
}

type Hop = FetchedImage | { location: string };

async function fetchHop(address: string, options: FetchImageOptions, deadline: AbortSignal): Promise<Hop> {
  const target = readTarget(address, options.allowHosts);
  if (target === undefined) return { ok: false, reason: "not_allowed" };
  const addresses = target.literal
    ? [target.host]
    : await Promise.race([
        (options.resolve ?? resolveHost)(target.host, target.trusted, deadline),
        nothingAtAbort(deadline),
      ]);
  if (deadline.aborted) return { ok: false, reason: "timeout" };
  if (addresses.length === 0) return { ok: false, reason: "unreachable" };
  // One private address among public ones is enough: which one a connection takes is not ours to choose.
  if (!target.trusted && !addresses.every(isPublicAddress)) return { ok: false, reason: "not_allowed" };

  const agent = new Agent({ connect: { lookup: pinnedTo(addresses) } });
  try {
    return await receive(target.url, agent, deadline);
  } catch (cause) {
    if (deadline.aborted) return { ok: false, reason: "timeout" };
    if (isNetworkError(cause)) return { ok: false, reason: "unreachable", cause };
    throw cause;
  } finally {
    await agent.destroy();
  }
}

async function receive(url: URL, agent: Agent, deadline: AbortSignal): Promise<Hop> {
  const { statusCode, headers, body } = await request(url, {
    dispatcher: agent,
    signal: deadline,
    headers: HEADERS,
  });
  // A body that is left unread ends with an error when its connection is closed; that is what we want of it.
  body.on("error", () => undefined);
  const location = single(headers.location);
  if (REDIRECTS.has(statusCode) && location !== undefined && URL.canParse(location, url))
    return { location: new URL(location, url).href };
  if (statusCode === 404 || statusCode === 410) return { ok: false, reason: "not_found" };
  if (statusCode !== 200) return { ok: false, reason: "bad_status" };
  if (Number(single(headers["content-length"]) ?? 0) > MAX_IMAGE_BYTES)
    return { ok: false, reason: "too_large" };
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > MAX_IMAGE_BYTES) return { ok: false, reason: "too_large" };
    chunks.push(chunk);
  }
  return { ok: true, bytes: Buffer.concat(chunks), contentType: single(headers["content-type"]) ?? "" };
}

/** A lookup that knows one answer, whatever the name. Node tries several addresses in turn when it asks for `all`. */
function pinnedTo(addresses: readonly string[]): LookupFunction {
  const answers = addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
  return (_host, options, done) => {
    const [first] = answers;
    if (options.all === true) done(null, answers);
    else done(null, first?.address ?? "", first?.family);
  };
}

function nothingAtAbort(signal: AbortSignal): Promise<string[]> {
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve([]), { once: true }));
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

/** What sockets, TLS and the HTTP parser throw; anything else is a mistake of ours and must be seen. */
function isNetworkError(error: unknown): boolean {
  if (error instanceof errors.UndiciError) return true;
  return error instanceof Error && !(error instanceof TypeError) && "code" in error;
}
