import { Agent, type Dispatcher, type FormData } from "undici";
import { jsonOf, refusalOf } from "@/lib/marketplace/answer";
import { type EndpointName, endpoints } from "@/lib/marketplace/endpoints";
import { isSuccess, receive } from "@/lib/marketplace/receive";

export interface TransportOptions {
  /** Scheme, host and port; every request goes there and nowhere else. */
  origin: string;
  /** The account key. */
  apiKey: string;
  /** The time limit of one request, from dispatch to the last byte of the answer, in whole milliseconds. */
  timeoutMs: number;
  /** Another undici dispatcher; it stays the caller's to close. */
  dispatcher?: Dispatcher;
  /** For every call that does not bring its own. */
  defaults?: CallOptions;
}

/** What one HTTP request brought: its 2xx status and the JSON value of its body. */
export interface Exchanged {
  status: number;
  value: unknown;
}

export interface CallOptions {
  /** Gives the call up; what was already sent may still happen at the vendor. */
  signal?: AbortSignal;
  /**
   * Put around each HTTP request, followed pages included: it calls `send` once, or throws and nothing is sent. What
   * `send` throws is a MarketplaceError, and is thrown on.
   */
  around?: (endpoint: EndpointName, send: () => Promise<Exchanged>) => Promise<Exchanged>;
}

export type RequestBody = { json: unknown } | { form: FormData };

/** HTTP exchanges with one origin under one key: no redirects, no retries, no cookies. */
export class Transport {
  readonly #origin: URL;
  readonly #apiKey: string;
  readonly #timeoutMs: number;
  readonly #dispatcher: Dispatcher;
  readonly #close: () => Promise<void>;
  readonly #defaults: CallOptions;

  /** @throws RangeError for an origin that is more or less than an http(s) origin, or a key no header can carry. */
  constructor({ origin, apiKey, timeoutMs, dispatcher, defaults }: TransportOptions) {
    const url = URL.canParse(origin) ? new URL(origin) : null;
    if (!url || !/^https?:$/.test(url.protocol) || url.href !== `${url.origin}/`) {
      throw new RangeError("the marketplace's address must be an http(s) origin without a path");
    }
    if (!/^[\x21-\x7e]+$/.test(apiKey)) throw new RangeError("the account key must be printable ASCII");
    this.#origin = url;
    this.#apiKey = apiKey;
    this.#timeoutMs = timeoutMs;
    this.#defaults = defaults ?? {};
    if (dispatcher) {
      this.#dispatcher = dispatcher;
      this.#close = async () => {};
    } else {
      // The exchange as a whole has one time limit; undici's own count from other moments and are off.
      const agent = new Agent({ headersTimeout: 0, bodyTimeout: 0, connect: { timeout: timeoutMs } });
      this.#dispatcher = agent;
      this.#close = () => agent.close();
    }
  }

  /** Closes the kept connections once running requests have ended. A dispatcher that was passed in stays open. */
  close(): Promise<void> {
    return this.#close();
  }

  /**
   * The path and query of a link that the vendor gave while answering `from`, or null when it leads to another host.
   * The scheme may differ: a server behind a TLS proxy writes `http:` links, and ours is used anyway.
   */
  pathOfLink(link: string, from: string): string | null {
    const base = new URL(from, this.#origin);
    if (!URL.canParse(link, base)) return null;
    const url = new URL(link, base);
    if (!/^https?:$/.test(url.protocol) || url.host !== this.#origin.host) return null;
    return url.pathname + url.search;
  }

  /**
   * Sends one request and gives the JSON value of a 2xx answer.
   * @throws MarketplaceTransportError when no complete answer came; its `sent` tells whether the vendor can have it
   * @throws MarketplaceStatusError for any other status, a redirect included
   * @throws MarketplaceShapeError for a 2xx body that is not JSON
   */
  async exchange(
    endpoint: EndpointName,
    path: string,
    body: RequestBody | null,
    options: CallOptions,
  ): Promise<unknown> {
    const { signal, around } = { ...this.#defaults, ...options };
    const send = () => this.#send(endpoint, path, body, signal);
    return (around === undefined ? await send() : await around(endpoint, send)).value;
  }

  async #send(
    endpoint: EndpointName,
    path: string,
    body: RequestBody | null,
    signal: AbortSignal | undefined,
  ): Promise<Exchanged> {
    const { method, maxBytes } = endpoints[endpoint];
    const received = await receive(
      endpoint,
      this.#dispatcher,
      { origin: this.#origin, path, method, headers: this.#headers(body), body: payloadOf(body) },
      { timeoutMs: this.#timeoutMs, maxBytes, signal },
    );
    if (!isSuccess(received.status)) throw await refusalOf(endpoint, received, this.#apiKey);
    return { status: received.status, value: await jsonOf(endpoint, received, maxBytes) };
  }

  #headers(body: RequestBody | null): Record<string, string> {
    return {
      "x-api-key": this.#apiKey,
      accept: "application/json",
      "accept-encoding": "gzip",
      "user-agent": "proofdesk",
      // A form brings its own content type, with the boundary.
      ...(body !== null && "json" in body ? { "content-type": "application/json" } : {}),
    };
  }
}

function payloadOf(body: RequestBody | null): string | FormData | null {
  if (body === null) return null;
  return "json" in body ? JSON.stringify(body.json) : body.form;
}
