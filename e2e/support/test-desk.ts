import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encode } from "next-auth/jwt";
import { closeDatabase, db, transaction } from "@/lib/db/client";
import { testDatabase } from "@/lib/db/testing";
import { env } from "@/lib/env";
import { storeAccountKey } from "@/lib/gateway/account-key";
import { runShutdownSteps } from "@/lib/process/shutdown";
import type { Permitted } from "@/lib/team/actor";
import type { Permission } from "@/lib/team/permissions";
import type { Role } from "@/lib/team/schema";
import { startSession } from "@/lib/team/session";
import { sessionCookieName } from "@/lib/team/session-cookie";

/** The origin of a test's desk, which its changes must come from. */
export const TEST_ORIGIN = "http://desk.test";

/**
 * The desk's insides on a database and a data folder of the test file's own, for tests beside the source: the environment
 * set before anything reads it, `environment` on top. One per test file (the configuration is read once per process).
 */
export async function testDesk(environment: Record<string, string> = {}) {
  const database = await testDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), "proofdesk-test-"));
  Object.assign(process.env, {
    DATABASE_URL: database.url,
    DATA_DIR: dataDir,
    ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 1).toString("base64")}`,
    NEXTAUTH_SECRET: "only-for-tests-only-for-tests-only",
    NEXTAUTH_URL: TEST_ORIGIN,
    LOG_LEVEL: "silent",
    RAPIDWORKERS_API_URL: "http://127.0.0.1:9",
    ...environment,
  });
  return {
    dataDir,
    /** A person of this role, already let through the gate. */
    person: async <P extends Permission>(role: Role, name = `${role} ${randomUUID().slice(0, 4)}`) => {
      const row = await db().person.create({ data: { email: `${randomUUID()}@desk.example`, name, role } });
      // The gate's own tests prove who may; these tests start behind it.
      return {
        personId: row.id,
        sessionId: randomUUID(),
        email: row.email,
        name,
        role,
        locale: null,
        timeZone: null,
      } as Permitted<P>;
    },
    accountKey: (key: string) => transaction((tx) => storeAccountKey(tx, { key, setById: null })),
    close: async () => {
      await runShutdownSteps();
      await closeDatabase();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
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

/** A pending submission of a worker of its own in a campaign of its own, straight into the mirror. */
export async function pendingSubmission(
  campaignId: string = randomUUID(),
  id = Math.floor(Math.random() * 1e9),
) {
  await db().campaign.upsert({
    where: { id: campaignId },
    create: {
      id: campaignId,
      title: "A survey",
      status: "Active",
      pay: "0.50",
      totalAvailabilities: 100,
      remainingAvailabilities: 100,
      pending: 1,
      countersAt: new Date(),
    },
    update: { pending: { increment: 1 } },
  });
  await db().worker.create({ data: { id: `worker-${campaignId}-${id}`, name: `Worker ${id}` } });
  await db().submission.create({
    data: {
      campaignId,
      id: BigInt(id),
      workerId: `worker-${campaignId}-${id}`,
      status: "Pending",
      submittedAt: new Date(),
    },
  });
  return { campaignId, submissionId: id };
}
