/**
 * Where to go after signing in: the path and query of `wished` when it is an address on `origin`, else the overview.
 * A link to the sign-in page must not lead elsewhere (OWASP, unvalidated redirects), nor back to itself.
 */
export function returnPath(wished: string | null | undefined, origin: string): string {
  if (!wished || !URL.canParse(wished, origin)) return "/";
  const address = new URL(wished, origin);
  if (address.origin !== origin || /^\/(login|setup|api)(\/|$)/.test(address.pathname)) return "/";
  // `//host` as a path of our own origin would be another host to the browser.
  return `/${address.pathname.replace(/^\/+/, "")}${address.search}${address.hash}`;
}
