import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { EndpointName } from "@/lib/marketplace/endpoints";
import {
  MarketplaceShapeError,
  MarketplaceStatusError,
  MarketplaceTransportError,
} from "@/lib/marketplace/errors";
import { maxRefusalBytes, type Received } from "@/lib/marketplace/receive";
import { retryAfterSeconds, vendorMessage } from "@/lib/marketplace/refusal";

const inflate = promisify(gunzip);

/**
 * The JSON value in the body of a 2xx answer: UTF-8, plain or gzipped.
 * @throws MarketplaceShapeError when it is not that
 * @throws MarketplaceTransportError (`too-large`) when it unpacks to more than `maxBytes`
 */
export async function jsonOf(endpoint: EndpointName, received: Received, maxBytes: number): Promise<unknown> {
  let bytes: Buffer;
  try {
    bytes = await unpacked(received, maxBytes);
  } catch (cause) {
    if (cause instanceof RangeError)
      throw new MarketplaceTransportError(endpoint, "too-large", "maybe", { cause });
    throw new MarketplaceShapeError(endpoint, ["the body's content-encoding cannot be undone"], { cause });
  }
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new MarketplaceShapeError(endpoint, ["the body is not UTF-8"], { cause });
  }
  try {
    return JSON.parse(text);
  } catch {
    // V8 quotes the body in its message, and a body may quote the key back: only the fact becomes the cause.
    const cause = new SyntaxError(`${bytes.length} bytes that are not one JSON value`);
    throw new MarketplaceShapeError(endpoint, ["the body is not JSON"], { cause });
  }
}

/** The error for an answer that is not 2xx, with what can be read of the vendor's words and without `apiKey` in them. */
export async function refusalOf(
  endpoint: EndpointName,
  received: Received,
  apiKey: string,
): Promise<MarketplaceStatusError> {
  let words = "";
  let cause: unknown = received.failure;
  try {
    words = vendorMessage((await unpacked(received, maxRefusalBytes)).toString("utf8"), apiKey);
  } catch (damage) {
    cause ??= damage;
  }
  const wait = retryAfterSeconds(headerOf(received, "retry-after"), Date.now());
  return new MarketplaceStatusError(endpoint, received.status, words, wait, { cause });
}

async function unpacked(received: Received, maxBytes: number): Promise<Buffer> {
  const encoding = headerOf(received, "content-encoding").toLowerCase() || "identity";
  if (encoding === "identity") return received.body;
  if (encoding === "gzip" || encoding === "x-gzip") {
    return inflate(received.body, { maxOutputLength: maxBytes });
  }
  throw new TypeError("gzip is the only content-encoding that was asked for");
}

function headerOf({ headers }: Received, name: string): string {
  return [headers[name] ?? ""].flat().join(",").trim();
}
