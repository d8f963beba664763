import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { restoreBackup } from "@/lib/backup/restore-backup";
import { KEPT_TABLES, PASSING_TABLES } from "@/lib/backup/tables";
import { everyRow, forge, seed, withClient } from "@/lib/backup/testing";
import { writeBackup } from "@/lib/backup/write-backup";
import { testDatabase } from "@/lib/db/testing";

let folder: string;
let source: string;
let archive: string;
let original: Record<string, string[]>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "proofdesk-backup-"));
  source = (await testDatabase()).url;
  await seed(source);
  original = await everyRow(source);
  archive = join(folder, "desk.backup");
  await writeBackup(source, archive);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const file = (name: string) => join(folder, name);
const rowsIn = (rows: Record<string, string[]>) => Object.values(rows).flat().length;

test("the tables are those of the schema, each after those it refers to", async () => {
  const all = [...KEPT_TABLES, ...PASSING_TABLES] as string[];
  await withClient(source, async (client) => {
    const tables = await client.query<{ name: string }>(
      "SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')",
    );
    const schema = tables.rows.map(({ name }) => name).filter((name) => name !== "_prisma_migrations");
    expect(all.toSorted()).toEqual(schema.toSorted());
    const keys = await client.query<{ child: string; parent: string }>(
      "SELECT conrelid::regclass::text AS child, confrelid::regclass::text AS parent FROM pg_constraint WHERE contype = 'f'",
    );
    for (const { child, parent } of keys.rows)
      expect(all.indexOf(parent), `${child} refers to ${parent}`).toBeLessThan(all.indexOf(child));
  });
});

test("a seeded desk comes back row by row, exact in every value, into a database without a table", async () => {
  for (const table of KEPT_TABLES) expect(original[table], table).not.toEqual([]);
  const { url } = await testDatabase({ migrated: false });
  expect(await restoreBackup(url, archive)).toEqual({
    createdAt: expect.stringMatching(/Z$/),
    rows: rowsIn(original),
    waiting: 1,
  });
  expect(await everyRow(url)).toEqual(original);
  // And once more from there: nothing was lost that the comparison cannot see.
  await writeBackup(url, file("again"));
  const content = async (path: string) =>
    gunzipSync(await readFile(path))
      .toString()
      .split("\n")
      .slice(1, -2);
  expect((await content(file("again"))).toSorted()).toEqual((await content(archive)).toSorted());
});

test("new rows get ids above the restored ones, and what was only for a while is gone", async () => {
  const { url } = await testDatabase();
  await restoreBackup(url, archive);
  await withClient(url, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      "INSERT INTO upstream_call (account_key_id, endpoint, purpose, counted_until) VALUES (gen_random_uuid(), 'x', 'person', now()) RETURNING id::text",
    );
    expect(rows[0]?.id).toBe("9007199254740994");
    await client.query("INSERT INTO audit_event (action, data) VALUES ('x', '{}')");
    await client.query("INSERT INTO live_event (type, data) VALUES ('budget', '{}')");
    for (const table of PASSING_TABLES)
      expect((await client.query(`SELECT FROM "${table}"`)).rowCount, table).toBe(
        table === "live_event" ? 1 : 0,
      );
  });
});

test("the file is for its owner's eyes, holds nothing of tables that pass, and appears whole", async () => {
  expect((await stat(archive)).mode & 0o777).toBe(0o600);
  const text = gunzipSync(await readFile(archive)).toString();
  expect(text).toContain("v1.k1.sealed");
  for (const table of PASSING_TABLES) expect(text).not.toContain(`{"table":"${table}"`);
  expect((await readdir(folder)).filter((name) => name.includes(".part"))).toEqual([]);
});

test("one moment of a desk that works meanwhile", async () => {
  const { url } = await testDatabase();
  await seed(url);
  let stop = false;
  // Each step writes to an early and a late table of the archive: a copy of two moments would have unequal numbers.
  const working = withClient(url, async (client) => {
    let steps = 0;
    for (; !stop; steps++)
      await client.query(
        `BEGIN; INSERT INTO pause (reason) VALUES ('step ${steps}');
         INSERT INTO audit_event (action, data) VALUES ('step', '{}'); COMMIT`,
      );
    return steps;
  });
  const counts: number[] = [];
  for (let n = 0; n < 4; n++) {
    await writeBackup(url, file("busy"));
    const lines = gunzipSync(await readFile(file("busy")))
      .toString()
      .split("\n");
    const early = lines.filter((line) => line.includes('"reason": "step ')).length;
    expect(lines.filter((line) => line.includes('"action": "step"'))).toHaveLength(early);
    counts.push(early);
  }
  stop = true;
  expect(await working).toBeGreaterThan(counts.at(-1) ?? 0);
  expect(counts.at(-1)).toBeGreaterThan(counts[0] ?? 0);
});

test("an archive of an older version: the columns and tables it does not have take their defaults", async () => {
  const { url } = await testDatabase();
  await forge(archive, file("older"), ([header = "", ...lines]) => {
    const older = JSON.parse(header) as { migrations: string[] };
    const kept = lines.filter(
      (line) => !line.includes('{"table":"sweep"') && !line.includes('"approve_all"'),
    );
    return [
      JSON.stringify({ ...older, migrations: older.migrations.slice(0, 1) }),
      ...kept.map((line) =>
        line
          .replace(',"locale"', "")
          .replace(',"active"', "")
          .replace(/, "locale": null|, "active": true/g, ""),
      ),
    ];
  });
  await restoreBackup(url, file("older"));
  expect(await everyRow(url)).toEqual({ ...original, sweep: [] });
});
