/** Set on a page's request by proxy.ts, over whatever the browser sent: path and query that were asked for. */
export const REQUESTED_PATH_HEADER = "x-proofdesk-path";

/**
 * What every page is sent with (OWASP secure headers). Scripts run by nonce only; styles may be inline, for nonce-only
 * styles broke server-rendered lists and dialogs. Development's reloading evaluates code, production never does.
 * `https` tells that the desk's public address is https, which browsers are then told to keep to for two years.
 */
export function pageHeaders(options: {
  nonce: string;
  https: boolean;
  development: boolean;
}): Record<string, string> {
  const { nonce, https, development } = options;
  return {
    "content-security-policy": [
      "default-src 'self'",
      `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data: blob:",
      "font-src 'self'",
      "connect-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ].join("; "),
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "cache-control": "private, no-store",
    ...(https ? { "strict-transport-security": "max-age=63072000" } : {}),
  };
}
