import { randomUUID } from "node:crypto";
import { closeDatabase, db, transaction } from "@/lib/db/client";
import { testDatabase } from "@/lib/db/testing";
import { storeAccountKey } from "@/lib/gateway/account-key";
import { runShutdownSteps } from "@/lib/process/shutdown";
import type { Permitted } from "@/lib/team/actor";
import type { Permission } from "@/lib/team/permissions";
import type { Role } from "@/lib/team/schema";

/**
 * The desk's insides on a database of the test file's own, for tests beside the source: the environment set before
 * anything reads it. One per test file (the configuration is read once per process).
 */
export async function testDesk(environment: Record<string, string> = {}) {
  const database = await testDatabase();
  Object.assign(process.env, {
    DATABASE_URL: database.url,
    ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 1).toString("base64")}`,
    NEXTAUTH_SECRET: "only-for-tests-only-for-tests-only",
    LOG_LEVEL: "fatal",
    RAPIDWORKERS_API_URL: "http://127.0.0.1:9",
    ...environment,
  });
  return {
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
    },
  };
}

/** A pending submission of a worker of its own in a campaign of its own, straight into the mirror. */
export async function pendingSubmission(campaignId = randomUUID(), id = Math.floor(Math.random() * 1e9)) {
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
