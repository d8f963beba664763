import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { backupCommand, restoreCommand } from "@/lib/backup/commands";
import { everyRow, forge, seed, withClient } from "@/lib/backup/testing";
import { writeBackup } from "@/lib/backup/write-backup";
import { testDatabase } from "@/lib/db/testing";

// What is refused changes nothing: each test looks at the database afterwards.

let folder: string;
let source: string;
let archive: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "proofdesk-backup-"));
  source = (await testDatabase()).url;
  await seed(source);
  archive = join(folder, "desk.backup");
  await writeBackup(source, archive);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const file = (name: string) => join(folder, name);
const rowsIn = (rows: Record<string, string[]>) => Object.values(rows).flat().length;
const tablesIn = (url: string) =>
  withClient(url, async (client) => {
    const { rowCount } = await client.query("SELECT FROM pg_tables WHERE schemaname = 'public'");
    return rowCount;
  });

const CUT = /ends too early/;
const DAMAGED = /altered or damaged/;
const FOREIGN = /is not a backup of Proofdesk/;
const flipped = (bytes: Buffer, at: number) => {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 0x10;
  return copy;
};
const unpacked = (bytes: Buffer) => gunzipSync(bytes).toString();

const spoiled: [what: string, spoil: (bytes: Buffer) => Buffer, says: RegExp][] = [
  ["half a file", (bytes) => bytes.subarray(0, bytes.length / 2), CUT],
  ["a file without its last byte", (bytes) => bytes.subarray(0, -1), CUT],
  [
    "lines missing at the end",
    (bytes) => gzipSync(unpacked(bytes).split("\n").slice(0, -2).join("\n") + "\n"),
    CUT,
  ],
  ["half a line at the end", (bytes) => gzipSync(unpacked(bytes).slice(0, -5)), CUT],
  ["a row missing", (bytes) => gzipSync(unpacked(bytes).split("\n").toSpliced(3, 1).join("\n")), DAMAGED],
  ["a value altered", (bytes) => gzipSync(unpacked(bytes).replace("reviewer", "owner")), DAMAGED],
  ["lines after the end", (bytes) => gzipSync(`${unpacked(bytes)}{"row":{}}\n`), DAMAGED],
  ["a picture", () => Buffer.from("\u0089PNG\r\n\u001a\n"), FOREIGN],
  ["another gzip file", () => gzipSync('{"format":"another","version":1}\n'), FOREIGN],
  ["an empty file", () => Buffer.alloc(0), CUT],
];
test.each(spoiled)("%s", async (_what, spoil, says) => {
  const { url } = await testDatabase({ migrated: false });
  await writeFile(file("spoiled"), spoil(await readFile(archive)));
  const outcome = await restoreCommand(["spoiled"], { url, folder });
  expect(outcome).toEqual({ ok: false, message: expect.stringMatching(says) });
  expect(outcome.message).toContain("Nothing was changed");
  expect(await tablesIn(url)).toBe(0);
});

test("a changed byte, wherever it is", async () => {
  const { url } = await testDatabase({ migrated: false });
  const bytes = await readFile(archive);
  // Bytes 3 to 9 are gzip's own remarks, of which none is content.
  const places = [
    0,
    1,
    2,
    10,
    11,
    ...Array.from({ length: 60 }, (_, n) => 12 + Math.floor((n * (bytes.length - 13)) / 59)),
  ];
  for (const at of places) {
    await writeFile(file("spoiled"), flipped(bytes, at));
    const outcome = await restoreCommand(["spoiled"], { url, folder });
    expect([at, outcome.ok]).toEqual([at, false]);
  }
  expect(await tablesIn(url)).toBe(0);
});

test("a file that is not there, or cannot be written", async () => {
  expect(await restoreCommand(["missing"], { url: source, folder })).toEqual({
    ok: false,
    message: expect.stringMatching(/missing cannot be read: ENOENT/),
  });
  expect(await backupCommand(["no/such/folder"], { url: source, folder })).toEqual({
    ok: false,
    message: expect.stringMatching(/cannot be written: ENOENT/),
  });
  expect(await backupCommand([], { url: source, folder })).toEqual({
    ok: false,
    message: "Usage: backup FILE",
  });
  expect((await restoreCommand(["a", "--force"], { url: source, folder })).message).toMatch(/^Usage/);
});

test("a database with a desk in it, unless it is to be replaced", async () => {
  const { url } = await testDatabase();
  await withClient(url, async (client) => {
    await client.query(
      "INSERT INTO person (id, email, name, role) VALUES (gen_random_uuid(), 'x@y.z', 'X', 'owner')",
    );
  });
  const before = await everyRow(url);
  expect(await restoreCommand([archive], { url, folder })).toEqual({
    ok: false,
    message: expect.stringMatching(/add --replace/),
  });
  expect(await everyRow(url)).toEqual(before);
  expect(await restoreCommand([archive, "--replace"], { url, folder })).toMatchObject({
    ok: true,
    message: expect.stringMatching(/not been sent yet: 1\. A desk sends them/),
  });
  expect(await everyRow(url)).toEqual(await everyRow(source));
});

test("a desk that is connected", async () => {
  const { url } = await testDatabase();
  await withClient(url, async (client) => {
    await client.query("SET application_name = 'proofdesk listener'");
    expect(await restoreCommand([archive, "--replace"], { url, folder })).toEqual({
      ok: false,
      message: expect.stringMatching(/Stop every desk that uses it/),
    });
  });
  expect(rowsIn(await everyRow(url))).toBe(0);
});

const strange: [what: string, change: (lines: string[]) => string[], says: RegExp][] = [
  [
    "a newer format",
    ([header = "", ...rest]) => [header.replace('"version":1', '"version":2'), ...rest],
    /newer version.*format 2/,
  ],
  [
    "a migration we do not know",
    ([header = "", ...rest]) => [
      header.replace('"migrations":[', '"migrations":["20990101000000_new",'),
      ...rest,
    ],
    /20990101000000_new/,
  ],
  [
    "a table we do not have",
    (lines) => [...lines, '{"table":"pg_class","columns":["relname"]}'],
    /table pg_class/,
  ],
  [
    "a column we do not have",
    (lines) =>
      lines.map((line) =>
        line.replace('{"table":"person","columns":[', '{"table":"person","columns":["nick\\"name",'),
      ),
    /column person\.nick"name/,
  ],
  [
    "rows that break a rule",
    (lines) => lines.map((line) => line.replace('"state": "QUEUED"', '"state": "LOST"')),
    /Rows of decision .*LOST/,
  ],
  [
    "rows without what they refer to",
    (lines) => lines.filter((line) => !line.includes('"role": "owner"')),
    /Rows of session .*foreign key/,
  ],
];
test.each(strange)("%s", async (_what, change, says) => {
  const { url } = await testDatabase();
  await forge(archive, file("strange"), change);
  expect(await restoreCommand(["strange"], { url, folder })).toEqual({
    ok: false,
    message: expect.stringMatching(says),
  });
  expect(rowsIn(await everyRow(url))).toBe(0);
});
