import { randomUUID } from "node:crypto";
import { seal, unseal } from "@/lib/crypto/seal";
import { type Db, db } from "@/lib/db/client";
import { env } from "@/lib/env";
import { EVERY_JOB, wakeJob } from "@/lib/runtime/wake";
import { MarketplaceClient } from "@/lib/marketplace/client";
import {
  MarketplaceError,
  MarketplaceStatusError,
  MarketplaceTransportError,
} from "@/lib/marketplace/errors";

/** What a key is bound to when it is sealed: its own row. */
const identityOf = (id: string) => `account_key:${id}`;

/** The current account key, opened. It stays inside lib/gateway and is handed to nothing but the client. */
export type OpenAccountKey = { id: string; key: string };

/** Opens the current key; undefined while none is set. Throws SealError when it does not open. */
export async function openAccountKey(): Promise<OpenAccountKey | undefined> {
  const row = await db().accountKey.findFirst({ where: { retiredAt: null } });
  return row === null
    ? undefined
    : { id: row.id, key: unseal(row.sealed, identityOf(row.id), env().encryptionKeys) };
}

/**
 * Seals and stores a key and retires the one before it. The caller checks it first (`checkAccountKey`), writes the
 * audit event, and passes its transaction. Returns the row's id and what may be shown.
 */
export async function storeAccountKey(
  tx: Db,
  { key, setById }: { key: string; setById: string | null },
): Promise<{ id: string; lastFour: string }> {
  const id = randomUUID();
  const lastFour = key.slice(-4);
  await tx.accountKey.updateMany({ where: { retiredAt: null }, data: { retiredAt: new Date() } });
  await tx.accountKey.create({
    data: { id, sealed: seal(key, identityOf(id), env().encryptionKeys), lastFour, setById },
  });
  // A new key gets a new chance at once, and so does everything that waited for one.
  await tx.pause.deleteMany({ where: { reason: { in: ["key_refused", "key_unreadable", "rate_limited"] } } });
  await wakeJob(tx, EVERY_JOB);
  return { id, lastFour };
}

export type KeyCheck =
  | { ok: true; balance: string }
  | { ok: false; code: "key_refused" | "vendor_unreachable" | "vendor_error"; detail: string };

/** Asks RapidWorkers for the balance with a key that is not stored yet: one request, outside the recorded budget. */
export async function checkAccountKey(key: string): Promise<KeyCheck> {
  const client = new MarketplaceClient({
    origin: env().rapidworkersApiUrl,
    apiKey: key,
    timeoutMs: env().rapidworkersTimeoutMs,
  });
  try {
    return { ok: true, balance: await client.getBalance() };
  } catch (err) {
    if (!(err instanceof MarketplaceError)) throw err;
    return { ok: false, ...checkFailure(err) };
  } finally {
    await client.close();
  }
}

function checkFailure(err: MarketplaceError): Omit<KeyCheck & { ok: false }, "ok"> {
  if (err instanceof MarketplaceTransportError)
    return {
      code: "vendor_unreachable",
      detail:
        "RapidWorkers does not answer, so the key could not be checked. Nothing was stored. Try again later.",
    };
  if (err instanceof MarketplaceStatusError && [401, 403, 404].includes(err.status))
    return {
      code: "key_refused",
      detail: `RapidWorkers refused this key${err.vendorMessage === "" ? "" : ` (“${err.vendorMessage}”)`}. Nothing was stored. Copy the key again.`,
    };
  return {
    code: "vendor_error",
    detail:
      "RapidWorkers answered something else than a balance, so the key could not be checked. Nothing was stored.",
  };
}
