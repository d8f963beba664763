import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MIGRATIONS_FOLDER, migrate } from "@/lib/db/migrate";
import { testDatabase } from "@/lib/db/testing";

let folder: string;
let database: Awaited<ReturnType<typeof testDatabase>>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "proofdesk-migrations-"));
  database = await testDatabase({ migrated: false });
});

afterEach(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

async function writeMigration(name: string, sql: string): Promise<void> {
  await mkdir(join(folder, name), { recursive: true });
  await writeFile(join(folder, name, "migration.sql"), sql);
}

async function query<Row extends object>(sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe("migrate", () => {
  it("applies in order, once, and books each as Prisma does", async () => {
    const second = 'INSERT INTO "coin" VALUES (1); ALTER TABLE "coin" ADD COLUMN "side" TEXT;';
    await writeMigration("20260102_second", second);
    await writeMigration("20260101_first", 'CREATE TABLE "coin" ("id" INT PRIMARY KEY);');
    await writeFile(join(folder, "migration_lock.toml"), 'provider = "postgresql"\n');

    expect(await migrate(database.url, folder)).toEqual(["20260101_first", "20260102_second"]);
    expect(await migrate(database.url, folder)).toEqual([]);

    const rows = await query<Record<string, unknown>>(
      `SELECT *, finished_at >= started_at AS "ended" FROM "_prisma_migrations" ORDER BY "migration_name"`,
    );
    expect(rows).toHaveLength(2);
    expect(rows[1]).toMatchObject({
      migration_name: "20260102_second",
      checksum: createHash("sha256").update(second).digest("hex"),
      logs: null,
      rolled_back_at: null,
      applied_steps_count: 1,
      ended: true,
    });
    expect(rows[1]?.id).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("lets four replicas start at once: one works, three wait", async () => {
    await writeMigration("1_slow", 'SELECT pg_sleep(0.3); CREATE TABLE "coin" ("id" INT);');
    await writeMigration("2_fill", 'INSERT INTO "coin" VALUES (1);');
    const applied = await Promise.all(Array.from({ length: 4 }, () => migrate(database.url, folder)));
    expect(applied.map((names) => names.length).toSorted()).toEqual([0, 0, 0, 2]);
    expect(await query('SELECT * FROM "coin"')).toHaveLength(1);
  });

  it("undoes a failing migration wholly, keeps the ones before, and can go on once it is mended", async () => {
    await writeMigration("1_good", 'CREATE TABLE "coin" ("id" INT);');
    await writeMigration("2_bad", 'INSERT INTO "coin" VALUES (1); SELECT 1 / 0;');
    await expect(migrate(database.url, folder)).rejects.toMatchObject({
      reason: "failed-now",
      migration: "2_bad",
      message: expect.stringContaining("division by zero"),
    });
    expect(await query('SELECT * FROM "coin"')).toHaveLength(0);

    await writeMigration("2_bad", 'INSERT INTO "coin" VALUES (1);');
    expect(await migrate(database.url, folder)).toEqual(["2_bad"]);
    expect(await query('SELECT * FROM "coin"')).toHaveLength(1);
  });

  it("stops at an edited migration and applies nothing after it", async () => {
    await writeMigration("1_first", 'CREATE TABLE "coin" ("id" INT);');
    await migrate(database.url, folder);
    await writeMigration("1_first", 'CREATE TABLE "coin" ("id" BIGINT);');
    await writeMigration("2_second", 'CREATE TABLE "note" ("id" INT);');
    await expect(migrate(database.url, folder)).rejects.toMatchObject({
      reason: "edited",
      migration: "1_first",
    });
    expect(await query(`SELECT to_regclass('note') AS "found"`)).toEqual([{ found: null }]);
  });

  it("stops at a migration it does not know, as an older version on newer data must", async () => {
    await writeMigration("1_first", 'CREATE TABLE "coin" ("id" INT);');
    await writeMigration("2_newer", 'CREATE TABLE "note" ("id" INT);');
    await migrate(database.url, folder);
    await rm(join(folder, "2_newer"), { recursive: true });
    await expect(migrate(database.url, folder)).rejects.toMatchObject({
      reason: "unknown",
      migration: "2_newer",
    });
  });

  it("stops at one that was begun and never finished, unless it was marked as rolled back", async () => {
    await writeMigration("1_first", 'CREATE TABLE "coin" ("id" INT);');
    await migrate(database.url, folder);
    await query('DROP TABLE "coin"; UPDATE "_prisma_migrations" SET "finished_at" = NULL');
    await expect(migrate(database.url, folder)).rejects.toMatchObject({
      reason: "failed-before",
      migration: "1_first",
    });
    await query('UPDATE "_prisma_migrations" SET "rolled_back_at" = now()');
    expect(await migrate(database.url, folder)).toEqual(["1_first"]);
  });

  it("brings an empty database to the project's own schema", async () => {
    const applied = await migrate(database.url, MIGRATIONS_FOLDER);
    expect(applied.length).toBeGreaterThan(0);
    expect(await migrate(database.url, MIGRATIONS_FOLDER)).toEqual([]);
  });
});
