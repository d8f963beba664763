import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { dbPool } from "@/lib/db/client";
import { singleton } from "@/lib/process/singleton";
import { callerNetwork } from "@/lib/team/caller-address";

const WINDOW_SECONDS = 15 * 60;
const ATTEMPTS = 10;

/** In the database, as the sign-in limits: for all replicas together, and past a restart. */
const limiter = () =>
  singleton(
    "team.set_up_limiter",
    () =>
      new RateLimiterPostgres({
        storeClient: dbPool(),
        storeType: "pool",
        tableName: "rate_limit",
        tableCreated: true,
        keyPrefix: "set_up",
        points: ATTEMPTS,
        duration: WINDOW_SECONDS,
      }),
  );

/**
 * Counts an attempt to set the desk up, for each has RapidWorkers asked whether it takes a key. `minutes` is how long to
 * wait, at least 1. Callers who are not known (`address` null) count as one.
 */
export async function takeSetUpAttempt(
  address: string | null,
): Promise<{ ok: true } | { ok: false; minutes: number }> {
  try {
    await limiter().consume(address === null ? "unknown" : callerNetwork(address));
    return { ok: true };
  } catch (err) {
    if (!(err instanceof RateLimiterRes)) throw err;
    return { ok: false, minutes: Math.max(1, Math.ceil(err.msBeforeNext / 60_000)) };
  }
}
