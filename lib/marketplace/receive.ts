import type { Dispatcher } from "undici";
import type { EndpointName } from "@/lib/marketplace/endpoints";
import { MarketplaceTransportError, type TransportReason } from "@/lib/marketplace/errors";

/** What arrived: of a 2xx always the whole body, of any other status as much as came. */
export interface Received {
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: Buffer;
  /** Why the body of an error answer is cut short; null when it is whole. */
  failure: MarketplaceTransportError | null;
}

/** An error answer is read for one sentence. */
export const maxRefusalBytes = 64 * 1024;

export interface ReceiveLimits {
  /** From dispatch to the last byte, in milliseconds. */
  timeoutMs: number;
  /** Of a 2xx body as it travels; other bodies may have 64 KiB. */
  maxBytes: number;
  signal?: AbortSignal;
}

/**
 * Sends one request and collects the answer within its limits.
 *
 * It dispatches by itself instead of calling undici's `request()` for two reasons: only the handler sees the moment
 * just before the first byte is written, which is what makes `sent: "no"` a fact and not a guess from an error code; and
 * `request()` heeds its signal only once a connection stands.
 * @throws MarketplaceTransportError when the status line or the whole body of a 2xx does not arrive
 */
export function receive(
  endpoint: EndpointName,
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  { timeoutMs, maxBytes, signal }: ReceiveLimits,
): Promise<Received> {
  return new Promise((resolve, reject) => {
    const limit = AbortSignal.timeout(timeoutMs);
    const stop = signal ? AbortSignal.any([limit, signal]) : limit;
    let connection: Dispatcher.DispatchController | null = null;
    let sent = false;
    let settled = false;
    let head: Pick<Received, "status" | "headers"> | null = null;
    let size = 0;
    const chunks: Buffer[] = [];

    const settle = (failure: MarketplaceTransportError | null) => {
      if (settled) return;
      settled = true;
      stop.removeEventListener("abort", onStop);
      // A status that is not 2xx has said what there is to say, even when its body breaks off.
      if (head !== null && (failure === null || !isSuccess(head.status))) {
        resolve({ ...head, body: Buffer.concat(chunks), failure });
      } else {
        reject(failure);
      }
    };
    const fail = (reason: TransportReason, cause: unknown) => {
      settle(new MarketplaceTransportError(endpoint, reason, sent ? "maybe" : "no", { cause }));
    };
    const onStop = () => {
      fail(signal?.aborted ? "aborted" : "timeout", stop.reason);
      connection?.abort(new Error("given up"));
    };
    if (stop.aborted) return onStop();
    stop.addEventListener("abort", onStop);

    dispatcher.dispatch(request, {
      onRequestStart(controller) {
        // Given up while the connection was being made: abort before a byte is written, or `sent: "no"` would be a lie.
        if (settled) return controller.abort(new Error("given up"));
        connection = controller;
        sent = true;
      },
      onResponseStart(_, status, headers) {
        if (status < 200 || settled) return;
        head = { status, headers };
      },
      onResponseData(controller, chunk) {
        if (settled) return;
        size += chunk.length;
        const most = head === null || isSuccess(head.status) ? maxBytes : maxRefusalBytes;
        if (size <= most) {
          chunks.push(chunk);
          return;
        }
        const tooLarge = new RangeError(`the answer is larger than ${most} bytes`);
        fail("too-large", tooLarge);
        controller.abort(tooLarge);
      },
      onResponseEnd() {
        settle(null);
      },
      onResponseError(_, error) {
        fail("connection", error);
      },
    });
  });
}

/** Whether a status is a 2xx. */
export function isSuccess(status: number): boolean {
  return status >= 200 && status <= 299;
}
