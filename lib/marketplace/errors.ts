import type { EndpointName } from "@/lib/marketplace/endpoints";

/** Every failure of a vendor call. No field, message or cause of any of them holds the account key. */
export abstract class MarketplaceError extends Error {
  constructor(
    message: string,
    readonly endpoint: EndpointName,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * `timeout`: the time limit passed; `aborted`: the caller's signal; `connection`: refused, reset, cut off or unreadable
 * as HTTP; `too-large`: the answer exceeded its limit; `unsendable`: the input cannot be put into a request.
 */
export type TransportReason = "timeout" | "aborted" | "connection" | "too-large" | "unsendable";

/** No complete answer arrived. */
export class MarketplaceTransportError extends MarketplaceError {
  override readonly name = "MarketplaceTransportError";

  constructor(
    endpoint: EndpointName,
    readonly reason: TransportReason,
    /** `no`: not one byte was written, so nothing happened at the vendor; `maybe`: the outcome is unknown. */
    readonly sent: "no" | "maybe",
    options?: ErrorOptions,
  ) {
    super(`RapidWorkers gave no answer to "${endpoint}" (${reason})`, endpoint, options);
  }
}

/** The vendor answered with a status that is not 2xx; a redirect is one of these, for none is followed. */
export class MarketplaceStatusError extends MarketplaceError {
  override readonly name = "MarketplaceStatusError";

  constructor(
    endpoint: EndpointName,
    readonly status: number,
    /** The vendor's own words, one line of at most 500 characters; empty when it gave none that can be read. */
    readonly vendorMessage: string,
    /** Seconds to wait by `Retry-After`, or null without one. */
    readonly retryAfterSeconds: number | null,
    options?: ErrorOptions,
  ) {
    super(
      `RapidWorkers answered ${status} to "${endpoint}"${vendorMessage ? `: ${vendorMessage}` : ""}`,
      endpoint,
      options,
    );
  }
}

/**
 * The vendor answered 2xx with a body that cannot be what was asked for. After a `change` or `spend` the outcome is
 * unknown.
 */
export class MarketplaceShapeError extends MarketplaceError {
  override readonly name = "MarketplaceShapeError";

  constructor(
    endpoint: EndpointName,
    /** What is wrong and where (`results.3.jobPay: …`), without the body's content; at most five lines. */
    readonly problems: readonly string[],
    options?: ErrorOptions,
  ) {
    super(
      `RapidWorkers answered "${endpoint}" in an unknown shape: ${problems.join("; ")}`,
      endpoint,
      options,
    );
  }
}
