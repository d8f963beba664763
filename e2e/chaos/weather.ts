import { setTimeout as sleep } from "node:timers/promises";
import { TIMEOUT_MS } from "@/e2e/chaos/stage";
import type { Marketplace } from "@/e2e/support/marketplace";
import type { Random } from "@/sandbox/random";

/** Everything the marketplace can do to one request; "before" and "after" mean its effect. */
const FAULTS = [
  { kind: "500", when: "before" },
  { kind: "500", when: "after" },
  { kind: "502", when: "before" },
  { kind: "502", when: "after" },
  { kind: "503", when: "before" },
  { kind: "503", when: "after" },
  { kind: "timeout", when: "before" },
  { kind: "timeout", when: "after" },
  { kind: "reset", when: "before" },
  { kind: "reset", when: "after" },
  { kind: "truncated", when: "after" },
  { kind: "html", when: "before" },
  { kind: "html", when: "after" },
] as const;

const SECOND = 1_000;

/**
 * Fault rules that together strike the share `rate` of all requests, every kind as often as any other. The marketplace
 * asks them in turn until one strikes, so each rate is a share of what the rules before it let pass.
 */
export function faultRules(rate: number) {
  const each = rate / FAULTS.length;
  return FAULTS.map((fault, before) => ({ endpoint: "*", ...fault, rate: each / (1 - each * before) }));
}

/**
 * Makes the marketplace's weather until `signal`: faults all the time, and now and then a moment in which it refuses
 * everything with 429 and `Retry-After: 1`, or takes so long that effects happen after the desk has given up waiting.
 */
export async function makeWeather(
  marketplace: Marketplace,
  {
    rate,
    hourlyLimit,
    random,
    signal,
  }: { rate: number; hourlyLimit: number; random: Random; signal: AbortSignal },
): Promise<void> {
  if (rate === 0) return;
  const fair = {
    faults: faultRules(rate),
    latency: { fixedMs: 0 },
    rateLimit: { limit: hourlyLimit, windowMs: 3_600 * SECOND },
  };
  const storms = [{ rateLimit: { limit: 0, windowMs: SECOND } }, { latency: { fixedMs: 1.6 * TIMEOUT_MS } }];
  await marketplace.set(fair);
  while (!signal.aborted) {
    await pause(random.integer(3 * SECOND, 7 * SECOND), signal);
    if (signal.aborted) break;
    await marketplace.set(random.pick(storms));
    await pause(random.integer(100, 300), signal);
    // The rules' own objects stay while they are not named: nothing begins anew.
    await marketplace.set({ latency: fair.latency, rateLimit: fair.rateLimit });
  }
}

/** Sleeps, but no longer than until `signal`. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, null, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
