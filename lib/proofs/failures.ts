import { singleton } from "@/lib/process/singleton";
import type { PictureFailure } from "@/lib/proofs/types";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const MAX_REMEMBERED = 20_000;

/** How long a host is left alone after each kind of failure: what may pass by itself is tried again soon. */
const REMEMBERED_MS: Record<PictureFailure, number> = {
  unreachable: MINUTE_MS,
  timeout: MINUTE_MS,
  bad_status: MINUTE_MS,
  not_found: MINUTE_MS,
  not_allowed: HOUR_MS,
  too_large: HOUR_MS,
  too_many_redirects: HOUR_MS,
  not_an_image: HOUR_MS,
  damaged: HOUR_MS,
  too_many_pixels: HOUR_MS,
};

export type RecentFailure = { reason: PictureFailure /** Milliseconds since 1970. */; retryAt: number };

/** Of this process only: after a restart, say with another allow list, everything is tried afresh. */
const memory = () => singleton("proofs.failures", () => new Map<string, RecentFailure>());

/** Remembers that a picture could not be had. The oldest memories go first when there are very many. */
export function rememberFailure(key: string, reason: PictureFailure): RecentFailure {
  const failure = { reason, retryAt: Date.now() + REMEMBERED_MS[reason] };
  const failures = memory();
  failures.delete(key);
  failures.set(key, failure);
  const [oldest] = failures.keys();
  if (failures.size > MAX_REMEMBERED && oldest !== undefined) failures.delete(oldest);
  return failure;
}

/** The failure because of which a picture is not asked for now, if there is one. */
export function recentFailure(key: string): RecentFailure | undefined {
  const failure = memory().get(key);
  return failure !== undefined && failure.retryAt > Date.now() ? failure : undefined;
}

/** Forgets a failure: the picture was had after all. */
export function forgetFailure(key: string): void {
  memory().delete(key);
}
