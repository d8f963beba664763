import { env } from "@/lib/env";

const secure = () => env().nextauthUrl.startsWith("https:");

/** The session cookie's name: next-auth's own, with the prefix that browsers only take over https (RFC 6265bis, 4.1.3). */
export function sessionCookieName(): string {
  return `${secure() ? "__Secure-" : ""}next-auth.session-token`;
}

/** Out of reach for scripts and for foreign pages' requests; over https only where the desk is served so. */
export function sessionCookieOptions() {
  return { httpOnly: true, sameSite: "lax", path: "/", secure: secure() } as const;
}

/** The session cookie's value in a `Cookie` header, or undefined. */
export function sessionCookieIn(header: string | null): string | undefined {
  const start = `${sessionCookieName()}=`;
  return header
    ?.split(";")
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(start))
    ?.slice(start.length);
}
