import type { IncomingMessage } from "node:http";
import ipaddr from "ipaddr.js";

const HEADER = "x-proofdesk-caller";

/**
 * For the web server, on every request before the app sees it: writes down who is at the other end, over whatever the
 * caller sent under that name. A route handler cannot see the socket, and `X-Forwarded-For` is anybody's claim.
 *
 * @param trustedProxies how many proxies of our own stand in front; each appended its caller to `X-Forwarded-For`, so
 *   the address is that many places from the right. 0: the socket's other end.
 */
export function stampCallerAddress(request: IncomingMessage, trustedProxies = 0): void {
  const forwarded = [request.headers["x-forwarded-for"] ?? []].flat().join(",").split(",");
  const claimed = trustedProxies > 0 ? forwarded.at(-trustedProxies)?.trim() : undefined;
  const address = canonical(claimed) ?? canonical(request.socket.remoteAddress);
  if (address === null) delete request.headers[HEADER];
  else request.headers[HEADER] = address;
}

/** The caller's address as our web server saw it, in its shortest spelling; null when it is not known. */
export function callerAddress(headers: Headers | Record<string, unknown>): string | null {
  const value = headers instanceof Headers ? headers.get(HEADER) : headers[HEADER];
  return typeof value === "string" ? canonical(value) : null;
}

/**
 * What counts as one caller for limits: an IPv4 address, or the /64 of an IPv6 one, for whoever has one address of such
 * a network has all of them (RFC 6177).
 */
export function callerNetwork(address: string): string {
  const parsed = ipaddr.process(address);
  return parsed instanceof ipaddr.IPv6
    ? `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed}/64`)}/64`
    : parsed.toString();
}

function canonical(text: string | undefined): string | null {
  // A link-local address carries its interface ("%eth0"), which is ours and not the caller's.
  const address = text?.replace(/%.*$/, "");
  return address !== undefined && ipaddr.isValid(address) ? ipaddr.process(address).toString() : null;
}
