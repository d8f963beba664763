import { randomUUID } from "node:crypto";
import { encode } from "next-auth/jwt";
import { vi } from "vitest";
import { db, dbPool } from "@/lib/db/client";
import { testDatabase } from "@/lib/db/testing";
import { env } from "@/lib/env";
import type { Role } from "@/lib/team/schema";
import { startSession } from "@/lib/team/session";
import { sessionCookieName } from "@/lib/team/session-cookie";

/** The origin of a test's desk, which its changes must come from. */
export const TEST_ORIGIN = "http://desk.test";

/**
 * For a test file's `beforeAll`: an empty, migrated database of its own behind `db()`, and a configuration around it;
 * `settings` are environment variables on top. `close` for `afterAll`.
 */
export async function openTestDesk(
  settings: Record<string, string> = {},
): Promise<{ close(): Promise<void> }> {
  const database = await testDatabase();
  const values = {
    DATABASE_URL: database.url,
    ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString("base64")}`,
    NEXTAUTH_SECRET: "a secret that only this test knows",
    NEXTAUTH_URL: TEST_ORIGIN,
    LOG_LEVEL: "silent",
    ...settings,
  };
  for (const [name, value] of Object.entries(values)) vi.stubEnv(name, value);
  return {
    async close() {
      await db().$disconnect();
      await dbPool().end();
      await database.drop();
    },
  };
}

/** A person of this role with a living session: the row's ids, and the `Cookie` header of their browser. */
export async function signedIn(
  role: Role,
): Promise<{ personId: string; sessionId: string; email: string; cookie: string }> {
  const email = `${role}-${randomUUID()}@desk.test`;
  const person = await db().person.create({ data: { email, name: `A ${role}`, role } });
  const sessionId = await startSession(person.id, { address: null, userAgent: null });
  return { personId: person.id, sessionId, email, cookie: await sessionCookie(person.id, sessionId) };
}

/** The `Cookie` header that next-auth would have given out for this session. */
export async function sessionCookie(personId: string, sessionId: string): Promise<string> {
  const token = await encode({ token: { sub: personId, sid: sessionId }, secret: env().nextauthSecret });
  return `${sessionCookieName()}=${token}`;
}
