import { createHash, timingSafeEqual } from "node:crypto";

/** Whether an Authorization header carries this bearer token (RFC 6750, 2.1); how long it takes tells nothing of it. */
export function holdsToken(authorization: string | null, token: string): boolean {
  const [, given] = /^Bearer +(.+)$/i.exec(authorization ?? "") ?? [];
  // Digests have one length, whatever was sent.
  return given !== undefined && timingSafeEqual(digest(given), digest(token));
}

const digest = (text: string) => createHash("sha256").update(text).digest();
