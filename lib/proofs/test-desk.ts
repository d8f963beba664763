import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encode } from "next-auth/jwt";
import { vi } from "vitest";
import { db, dbPool } from "@/lib/db/client";
import { testDatabase } from "@/lib/db/testing";
import { startSession } from "@/lib/team/session";

const SECRET = "s".repeat(32);

/**
 * A desk for tests of pictures: a database with one submission of worker `w1`, a folder for the cache, a signed-in viewer,
 * and leave to fetch from `allowHost` (`host:port`). Call it before anything reads the configuration.
 */
export async function startTestDesk(allowHost: string) {
  const database = await testDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), "proofdesk-images-"));
  vi.stubEnv("DATABASE_URL", database.url);
  vi.stubEnv("DATA_DIR", dataDir);
  vi.stubEnv("PROOF_IMAGE_ALLOW_HOSTS", allowHost);
  vi.stubEnv("ENCRYPTION_KEYS", `k1:${Buffer.alloc(32).toString("base64")}`);
  vi.stubEnv("NEXTAUTH_SECRET", SECRET);
  vi.stubEnv("LOG_LEVEL", "silent");
  await seed();

  return {
    dataDir,
    /** The `Cookie` header of a signed-in viewer. */
    cookie: await signIn(),
    /** Puts an image with this address into the mirror; answers its id. */
    async mirrorImage(url: string): Promise<string> {
      const id = randomUUID();
      const place = { campaignId: "c1", submissionId: 1n, position: 0, vendorId: "img_1" };
      await db().proofImage.create({ data: { ...place, id, url } });
      return id;
    },
    imageRow: (id: string) => db().proofImage.findUniqueOrThrow({ where: { id } }),
    /** Gives a worker this avatar; a worker who is not there yet is made. */
    setAvatar: (id: string, avatarUrl: string | null) =>
      db().worker.upsert({ where: { id }, create: { id, name: id, avatarUrl }, update: { avatarUrl } }),
    async stop() {
      await db().$disconnect();
      await dbPool().end();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function seed(): Promise<void> {
  await db().campaign.create({
    data: {
      id: "c1",
      title: "Survey",
      status: "Active",
      pay: "2.50",
      totalAvailabilities: 1,
      remainingAvailabilities: 1,
      countersAt: new Date(),
    },
  });
  await db().worker.create({ data: { id: "w1", name: "Worker" } });
  await db().submission.create({ data: { campaignId: "c1", id: 1n, workerId: "w1", status: "Pending" } });
}

async function signIn(): Promise<string> {
  const { id } = await db().person.create({ data: { email: "ana@desk.test", name: "Ana", role: "viewer" } });
  const sid = await startSession(id, { address: null, userAgent: null });
  return `next-auth.session-token=${await encode({ token: { sub: id, sid }, secret: SECRET })}`;
}
