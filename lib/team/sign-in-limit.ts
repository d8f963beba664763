import { createHash } from "node:crypto";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { dbPool } from "@/lib/db/client";
import { singleton } from "@/lib/process/singleton";
import { callerNetwork } from "@/lib/team/caller-address";

const WINDOW_SECONDS = 15 * 60;

/** Few per account, for guessing one password; more per address, behind which a whole office may sit. */
const ATTEMPTS = { account: 10, address: 100 };

/** The counters stand in the database: they hold for all replicas together and survive a restart. */
const limiters = () =>
  singleton("team.sign_in_limiters", () => ({
    account: limiter("account"),
    address: limiter("address"),
  }));

const limiter = (kind: keyof typeof ATTEMPTS) =>
  new RateLimiterPostgres({
    storeClient: dbPool(),
    storeType: "pool",
    tableName: "rate_limit",
    tableCreated: true,
    keyPrefix: `sign_in_${kind}`,
    points: ATTEMPTS[kind],
    duration: WINDOW_SECONDS,
  });

/** An attempt's counters; made by `takeAttempt`, given back by `forgiveAttempt`. */
type Attempt = { account: string; address: string | null };

/**
 * Counts an attempt to sign in, before the password is looked at: of many at once no more get through than may. E-mail
 * addresses count whether anybody has them or not. `minutes` is how long to wait, at least 1. `address` is null where
 * the caller is not known; then only the account's limit holds.
 */
export async function takeAttempt(
  email: string,
  address: string | null,
): Promise<{ ok: true; attempt: Attempt } | { ok: false; minutes: number }> {
  const attempt = {
    // The table's key has 255 characters; a digest also keeps mistyped things out of it.
    account: createHash("sha256").update(email).digest("hex"),
    address: address === null ? null : callerNetwork(address),
  };
  try {
    if (attempt.address !== null) await limiters().address.consume(attempt.address);
    await limiters().account.consume(attempt.account);
    return { ok: true, attempt };
  } catch (err) {
    if (!(err instanceof RateLimiterRes)) throw err;
    return { ok: false, minutes: Math.max(1, Math.ceil(err.msBeforeNext / 60_000)) };
  }
}

/** After a sign-in that succeeded: the account's count begins anew, and the address gets this attempt back. */
export async function forgiveAttempt({ account, address }: Attempt): Promise<void> {
  await limiters().account.delete(account);
  if (address !== null) await limiters().address.reward(address);
}
