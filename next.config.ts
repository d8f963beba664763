import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const config: NextConfig = {
  reactCompiler: true,
  poweredByHeader: false,
  // Native modules, and what loads files or worker threads of its own: required at run time, not bundled.
  serverExternalPackages: [
    "@node-rs/argon2",
    "@prisma/adapter-pg",
    "@prisma/client",
    "pg",
    "pino",
    "rate-limiter-flexible",
    "sharp",
    "undici",
  ],
  experimental: { authInterrupts: true },
  // Pages get theirs, with a nonce, from proxy.ts, which API routes do without for their speed.
  headers: async () => [
    {
      source: "/api/:path*",
      headers: [
        { key: "content-security-policy", value: "default-src 'none'; frame-ancestors 'none'" },
        { key: "referrer-policy", value: "no-referrer" },
        { key: "x-content-type-options", value: "nosniff" },
        { key: "x-frame-options", value: "DENY" },
        { key: "cross-origin-resource-policy", value: "same-origin" },
      ],
    },
    { source: "/_next/static/:path*", headers: [{ key: "x-content-type-options", value: "nosniff" }] },
  ],
};

export default createNextIntlPlugin("./lib/i18n/request.ts")(config);
