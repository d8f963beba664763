/** Hosts at which only this machine listens, where "localhost" leads, too. */
const LOOPBACK = ["127.0.0.1", "::1", "localhost"];

/**
 * The address that people open, which is the only one accepted for changes: NEXTAUTH_URL's origin, else localhost. And
 * what to say when the desk is ready: that address, and where it listens when that is another.
 */
export function addresses({
  host,
  port,
  nextauthUrl,
}: {
  host: string;
  port: number;
  /** The origin of NEXTAUTH_URL; undefined when that is not set. */
  nextauthUrl: string | undefined;
}): { address: string; ready: string[] } {
  const address = nextauthUrl ?? `http://localhost:${port}`;
  const name = LOOPBACK.includes(host) ? "localhost" : host.includes(":") ? `[${host}]` : host;
  // As a URL, so that the port that goes without saying is not said.
  const listening = new URL(`http://${name}:${port}`).origin;
  const ready = [`Proofdesk is ready at ${address}`];
  if (listening !== address)
    ready.push(`It listens on ${listening}; changes are accepted from ${address} only (NEXTAUTH_URL).`);
  return { address, ready };
}
