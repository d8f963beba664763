import pLimit from "p-limit";
import { Agent } from "undici";
import { env } from "@/lib/env";
import { SealError } from "@/lib/crypto/seal";
import { type OpenAccountKey, openAccountKey } from "@/lib/gateway/account-key";
import { type CallEnd, recordCall, reserveCall } from "@/lib/gateway/budget";
import { SENDS_AT_ONCE } from "@/lib/gateway/forecast";
import type { Purpose } from "@/lib/gateway/purpose";
import { keyUnreadable } from "@/lib/gateway/pause";
import type { PauseInfo } from "@/lib/gateway/schema";
import { MarketplaceClient } from "@/lib/marketplace/client";
import {
  MarketplaceError,
  MarketplaceShapeError,
  MarketplaceStatusError,
  MarketplaceTransportError,
} from "@/lib/marketplace/errors";
import type { EndpointName } from "@/lib/marketplace/endpoints";
import type { Exchanged } from "@/lib/marketplace/transport";
import { log } from "@/lib/log";
import { singleton } from "@/lib/process/singleton";

export type CallContext = {
  purpose: Purpose;
  /** Who it is done for; absent for the desk itself. */
  actorId?: string;
  decisionId?: string;
  requestId?: string;
  /** Reads with the same key that are in flight at the same time are one request. Never for a call that changes. */
  joinKey?: string;
  /** Time (ms since 1970) after which it must not leave any more: who waits for it has given up by then. */
  sendBy?: number;
  signal?: AbortSignal;
};

export type CallOutcome<T> =
  | { ok: true; value: T }
  /** Nothing was sent: no key, the hour is full, or a door is closed. */
  | { ok: false; reason: "not_sent"; pause: PauseInfo }
  /** It was tried and failed; the error tells what is known of its effect. */
  | { ok: false; reason: "failed"; error: MarketplaceError };

/** Reads must not stand in the way of decisions, so each kind has places of its own (per process). */
const lanes = () => singleton("gateway.lanes", () => ({ effects: pLimit(SENDS_AT_ONCE), reads: pLimit(4) }));

/** Kept connections to the vendor, shared by all calls; the client's own time limit is the only one. */
const connections = () =>
  singleton(
    "gateway.connections",
    () => new Agent({ headersTimeout: 0, bodyTimeout: 0, keepAliveTimeout: 10_000 }),
  );

const inFlight = () => singleton("gateway.inFlight", () => new Map<string, Promise<CallOutcome<unknown>>>());

class NotSent extends Error {
  constructor(readonly pause: PauseInfo) {
    super(`not sent: ${pause.reason}`);
  }
}

/**
 * The only door to RapidWorkers. Opens the sealed key, and for every HTTP request that `operation` makes: reserves a
 * place in the budget before, records endpoint, status, duration and actor after. Expected failures are returned; what
 * else `operation` throws passes through.
 */
export function callMarketplace<T>(
  context: CallContext,
  operation: (client: MarketplaceClient) => Promise<T>,
): Promise<CallOutcome<T>> {
  const { joinKey } = context;
  if (joinKey === undefined) return perform(context, operation);
  const running = inFlight().get(joinKey);
  // The key names operation and arguments, so the value has the type of whoever started it.
  if (running !== undefined) return running as Promise<CallOutcome<T>>;
  const started = perform(context, operation).finally(() => inFlight().delete(joinKey));
  inFlight().set(joinKey, started);
  return started;
}

async function perform<T>(
  context: CallContext,
  operation: (client: MarketplaceClient) => Promise<T>,
): Promise<CallOutcome<T>> {
  const lane = context.purpose === "decision" || context.purpose === "order" ? "effects" : "reads";
  return lanes()[lane](async () => {
    const opened = await openKey();
    if (!opened.ok) return notSent(opened.pause);
    const { account } = opened;
    try {
      return { ok: true, value: await operation(budgetedClient(account, context)) };
    } catch (err) {
      if (err instanceof NotSent) return notSent(err.pause);
      if (err instanceof MarketplaceError) return { ok: false, reason: "failed", error: err };
      throw err;
    }
  });
}

/** The current key, opened; or the pause that stands for having none that can be used. */
async function openKey(): Promise<{ ok: true; account: OpenAccountKey } | { ok: false; pause: PauseInfo }> {
  try {
    const account = await openAccountKey();
    return account === undefined ? { ok: false, pause: noKey() } : { ok: true, account };
  } catch (err) {
    if (!(err instanceof SealError)) throw err;
    log().error({ err }, "the stored account key does not open; nothing is sent");
    return { ok: false, pause: await keyUnreadable(err.message) };
  }
}

const notSent = (pause: PauseInfo) => ({ ok: false, reason: "not_sent", pause }) as const;

const noKey = (): PauseInfo => ({
  reason: "no_key",
  since: new Date().toISOString(),
  until: null,
  detail: null,
});

function budgetedClient(account: { id: string; key: string }, context: CallContext): MarketplaceClient {
  return new MarketplaceClient({
    origin: env().rapidworkersApiUrl,
    apiKey: account.key,
    timeoutMs: env().rapidworkersTimeoutMs,
    dispatcher: connections(),
    defaults: { signal: context.signal, around },
  });

  async function around(endpoint: EndpointName, send: () => Promise<Exchanged>): Promise<Exchanged> {
    const { purpose, actorId, decisionId, requestId } = context;
    const reservation = await reserveCall({
      accountKeyId: account.id,
      endpoint,
      purpose,
      actorId,
      decisionId,
      requestId,
    });
    if (!reservation.ok) throw new NotSent(reservation.pause);
    const startedAt = performance.now();
    const record = (end: Omit<CallEnd, "durationMs">) =>
      recordCall(
        { ...reservation, accountKeyId: account.id },
        { ...end, durationMs: performance.now() - startedAt },
      ).catch((err: unknown) =>
        // What the vendor answered must not be lost for want of a note; the place counts until the call must have ended.
        log().error({ err, endpoint }, "a vendor call could not be recorded"),
      );
    try {
      if (context.sendBy !== undefined && Date.now() > context.sendBy)
        throw new MarketplaceTransportError(endpoint, "aborted", "no");
      const answer = await send();
      await record({ status: answer.status, failure: null, says: "usable" });
      return answer;
    } catch (err) {
      await record(endOf(err));
      throw err;
    }
  }
}

/** What a failed call says about the vendor; table-tested. */
export function endOf(err: unknown): Omit<CallEnd, "durationMs"> {
  if (err instanceof MarketplaceStatusError) {
    const failure = err.vendorMessage === "" ? `status ${err.status}` : err.vendorMessage;
    const { status, retryAfterSeconds } = err;
    if (status === 429) return { status, failure, retryAfterSeconds, says: "rate_limited" };
    if (status === 401) return { status, failure, says: "key_refused" };
    return { status, failure, says: status >= 500 ? "vendor_down" : "usable" };
  }
  if (err instanceof MarketplaceTransportError)
    return {
      status: null,
      failure: err.reason,
      says: err.reason === "timeout" || err.reason === "connection" ? "vendor_down" : "neutral",
    };
  if (err instanceof MarketplaceShapeError)
    return { status: 200, failure: "unreadable answer", says: "vendor_down" };
  return { status: null, failure: "the desk stopped it", says: "neutral" };
}
