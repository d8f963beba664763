import { type EndpointName, endpoints } from "@/lib/marketplace/endpoints";
import { MarketplaceTransportError } from "@/lib/marketplace/errors";

/**
 * An endpoint's path with its segments filled in and encoded, and the query without its undefined fields.
 * @throws MarketplaceTransportError (`unsendable`) for a segment that is missing, empty, not well-formed, `.` or `..`:
 * servers fold those two away even when they are encoded, and the request would be another one
 */
export function pathOf(
  endpoint: EndpointName,
  segments: Readonly<Record<string, string>> = {},
  query: Readonly<Record<string, string | number | undefined>> = {},
): string {
  const path = endpoints[endpoint].path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const segment = segments[name] ?? "";
    if (/^\.{0,2}$|\p{Cs}/u.test(segment)) {
      const cause = new RangeError(`this ${name} cannot stand in an address`);
      throw new MarketplaceTransportError(endpoint, "unsendable", "no", { cause });
    }
    return encodeURIComponent(segment);
  });
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.set(name, String(value));
  }
  return search.size === 0 ? path : `${path}?${search}`;
}
