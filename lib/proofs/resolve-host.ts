import { lookup, Resolver } from "node:dns/promises";

/** Finds the IP addresses of a host name; none when it has none or nobody tells. Must give up on `signal`. */
export type ResolveHost = (host: string, trusted: boolean, signal: AbortSignal) => Promise<string[]>;

/**
 * Asks DNS itself (c-ares) for a name that a stranger wrote: unlike getaddrinfo that can be broken off, and a name
 * server that never answers does not hold one of the four threads that files and images need too. A name on the allow
 * list is the operator's own and may stand in /etc/hosts, so it is resolved the system's way.
 */
export const resolveHost: ResolveHost = async (host, trusted, signal) => {
  if (trusted) {
    const [found] = await Promise.allSettled([lookup(host, { all: true })]);
    return found.status === "fulfilled" ? found.value.map(({ address }) => address) : [];
  }
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  const giveUp = () => resolver.cancel();
  signal.addEventListener("abort", giveUp, { once: true });
  try {
    const found = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
    return found.flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []));
  } finally {
    signal.removeEventListener("abort", giveUp);
  }
};
