import type { NextAuthOptions, Session, User } from "next-auth";
import type { AdapterUser } from "next-auth/adapters";
import type { JWT } from "next-auth/jwt";
import CredentialsProvider from "next-auth/providers/credentials";
import { env } from "@/lib/env";
import { unexpectedProblem } from "@/lib/http/unexpected";
import { log } from "@/lib/log";
import { callerAddress } from "@/lib/team/caller-address";
import { endSession, personOf, SESSION_LIFETIME_MS } from "@/lib/team/session";
import { sessionCookieName, sessionCookieOptions } from "@/lib/team/session-cookie";
import { signIn } from "@/lib/team/sign-in";
import { tooManyAttempts } from "@/lib/team/sign-in-refusal";

declare module "next-auth" {
  /** What `authorize` returns: a person's id, and the session opened for them. */
  interface User {
    sessionId: string;
  }
}

/**
 * next-auth's configuration. It keeps the protocol (csrf token, cookie, redirects); who may come in is `signIn`'s
 * answer, and who is in is `readSession`'s: the token in the cookie names a session row and grants nothing by itself.
 */
export function authOptions(): NextAuthOptions {
  return {
    secret: env().nextauthSecret,
    session: { strategy: "jwt", maxAge: SESSION_LIFETIME_MS / 1000 },
    useSecureCookies: sessionCookieOptions().secure,
    cookies: { sessionToken: { name: sessionCookieName(), options: sessionCookieOptions() } },
    pages: { signIn: "/login", signOut: "/login", error: "/login" },
    logger: {
      error: (code, metadata) =>
        log().error({ code, err: metadata instanceof Error ? metadata : metadata.error }, "next-auth failed"),
      warn: (code) => log().warn({ code }, "next-auth warns"),
      debug: (code) => log().debug({ code }, "next-auth"),
    },
    providers: [
      CredentialsProvider({
        credentials: { email: { type: "email" }, password: { type: "password" } },
        authorize: async (typed, request) => {
          const headers = request.headers ?? {};
          const userAgent: unknown = headers["user-agent"];
          const signedIn = await signIn(typed, {
            address: callerAddress(headers),
            userAgent: typeof userAgent === "string" ? userAgent : null,
          }).catch((err: unknown) => {
            // next-auth would put the message into an address that everybody can read.
            log().error({ err }, "a sign-in failed");
            throw new Error(unexpectedProblem(err).problem.code);
          });
          if (signedIn.ok) return { id: signedIn.personId, sessionId: signedIn.sessionId };
          if (signedIn.reason === "too_many_attempts") throw tooManyAttempts(signedIn.minutes);
          return null;
        },
      }),
    ],
    callbacks: {
      // `user` is what `authorize` returned, at sign-in only (which the types do not say). Names stay out of the token.
      jwt: ({ token, user }: { token: JWT; user?: User | AdapterUser }) =>
        user !== undefined && "sessionId" in user ? { sub: user.id, sid: user.sessionId } : token,
      // For GET /api/auth/session alone; the desk itself asks `readSession`.
      session: async ({ session, token }) => {
        const person = await personOf(token).catch((err: unknown) => {
          // Passed on, next-auth would take the cookie away because the database was out for a moment.
          log().error({ err }, "a session could not be looked up");
          return null;
        });
        // As next-auth says "nobody".
        if (person === null) return {} as Session;
        return { expires: session.expires, user: { name: person.name, email: person.email } };
      },
    },
    events: {
      signOut: async ({ token }) => {
        const person = await personOf(token);
        if (person !== null) await endSession(person.sessionId, "signed out", person.personId);
      },
    },
  };
}
