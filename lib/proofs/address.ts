import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/** Azure's host agent: a public-looking address that answers every machine there with its settings. */
const AZURE_HOST_AGENT = "168.63.129.16";

const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR("2000::/3");
const NAT64 = ipaddr.IPv6.parseCIDR("64:ff9b::/96");

const PORTS: Record<string, string> = { "http:": "80", "https:": "443" };

/** An address that may be asked, as far as its text tells. */
export type Target = {
  url: URL;
  /** The host as it is resolved or connected to: without the brackets of IPv6. */
  host: string;
  /** The host is an IP address, in whatever spelling: nothing is resolved, and no lookup hook would be asked. */
  literal: boolean;
  /** Its host:port stands in PROOF_IMAGE_ALLOW_HOSTS: any IP address is good. */
  trusted: boolean;
};

/**
 * Whether an IP address, in its canonical spelling, lies on the public internet. Denied is all that ipaddr.js does not
 * call unicast; of IPv6 all outside 2000::/3 (so also `::127.0.0.1`, which ipaddr.js calls unicast), and the 6to4 and
 * Teredo tunnels whole, which nothing honest uses. An IPv4 address inside IPv6 (mapped, or NAT64's well-known prefix,
 * which DNS64 answers on IPv6-only networks) is judged as that IPv4 address.
 */
export function isPublicAddress(text: string): boolean {
  if (isIP(text) === 0) return false;
  const address = ipaddr.parse(text);
  if (address instanceof ipaddr.IPv4) return isPublicIpv4(address);
  if (address.isIPv4MappedAddress()) return isPublicIpv4(address.toIPv4Address());
  if (address.match(NAT64)) return isPublicIpv4(new ipaddr.IPv4(address.toByteArray().slice(-4)));
  return address.match(GLOBAL_UNICAST) && address.range() === "unicast";
}

function isPublicIpv4(address: ipaddr.IPv4): boolean {
  return address.range() === "unicast" && address.toString() !== AZURE_HOST_AGENT;
}

/**
 * Reads the address of an image; undefined when it must not be asked whatever it resolves to: not http(s), a name or
 * password in it, a port other than 80 and 443, a literal IP address that is not public, `localhost`. An address whose
 * host:port is in `allowHosts` may be on any port and IP address. The URL standard turns every spelling of an IPv4
 * address (decimal, octal, hex, short) into the plain one, so that one check sees them all.
 */
export function readTarget(address: string, allowHosts: readonly string[]): Target | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (PORTS[url.protocol] === undefined || url.username !== "" || url.password !== "") return undefined;
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const literal = isIP(host) !== 0;
  const trusted = allowHosts.some((entry) => allows(entry, url));
  if (!trusted) {
    if (!Object.values(PORTS).includes(port(url))) return undefined;
    if (literal ? !isPublicAddress(host) : /(^|\.)localhost\.?$/.test(host)) return undefined;
  }
  return { url, host, literal, trusted };
}

function allows(entry: string, url: URL): boolean {
  if (!URL.canParse(`http://${entry}`)) return false;
  const allowed = new URL(`http://${entry}`);
  return allowed.hostname === url.hostname && port(allowed) === port(url);
}

/** The port that is connected to; a URL leaves its scheme's own one out. */
function port(url: URL): string {
  return url.port || (PORTS[url.protocol] ?? "");
}
