import { gunzipSync, gzipSync } from "node:zlib";
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { Client } from "pg";
import { KEPT_TABLES } from "@/lib/backup/tables";

/** Runs `work` on a connection of its own to this database. */
export async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Every row of every kept table, as PostgreSQL writes it. */
export function everyRow(url: string): Promise<Record<string, string[]>> {
  return withClient(url, async (client) => {
    const rows: Record<string, string[]> = {};
    for (const table of KEPT_TABLES) {
      const found = await client.query<{ row: string }>(
        `SELECT t::text AS row FROM "${table}" AS t ORDER BY 1`,
      );
      rows[table] = found.rows.map(({ row }) => row);
    }
    return rows;
  });
}

/**
 * A desk with rows in every table, kept and passing, whose values are those that get lost on the way: numbers beyond
 * JavaScript's, times of one microsecond, signs that end lines, JSON's null.
 */
export const seed = (url: string) =>
  withClient(url, async (client) => {
    await client.query("SET TimeZone = 'Asia/Kathmandu'");
    await client.query(SEED);
  });

const SEED = String.raw`
INSERT INTO person (id, email, name, role, password_hash, time_zone) VALUES
  ('00000000-0000-4000-8000-000000000001', 'ana@desk.example', E'Ana "\u2028" \\n \\ 李\n', 'owner', '$argon2id$x', 'Asia/Kathmandu'),
  ('00000000-0000-4000-8000-000000000002', 'ben@desk.example', '{"row":1}', 'reviewer', NULL, NULL);
INSERT INTO session (id, person_id, expires_at) VALUES (gen_random_uuid(), '00000000-0000-4000-8000-000000000001', 'infinity');
INSERT INTO account_key (id, sealed, last_four) VALUES (gen_random_uuid(), 'v1.k1.sealed', 'cdef');
INSERT INTO upstream_call (id, account_key_id, endpoint, purpose, counted_until) VALUES
  (9007199254740993, gen_random_uuid(), 'approve', 'decision', '2026-03-29 02:30:00.123+01'),
  (7, gen_random_uuid(), 'approve', 'decision', '0044-03-15 00:00:00+00 BC');
INSERT INTO pause (reason, mark) VALUES ('insufficient_funds', 999999999999.123456);
INSERT INTO campaign (id, title, status, pay, total_availabilities, remaining_availabilities, counters_at)
  VALUES ('c', 'A survey', 'Active', 0.100000, 10, 5, now());
INSERT INTO campaign_sync (campaign_id, run_id) VALUES ('c', gen_random_uuid());
INSERT INTO worker (id, name, approval_rate) VALUES ('w', '', 85.10);
INSERT INTO submission (campaign_id, id, worker_id, status, proof_text)
  SELECT 'c', 9223372036854770000 + n, 'w', 'Pending', repeat('proof ', n % 50) FROM generate_series(1, 2500) AS n;
INSERT INTO proof_image (id, campaign_id, submission_id, position, vendor_id, url)
  VALUES ('i', 'c', 9223372036854770001, 0, 'v', 'https://images.example/1');
INSERT INTO balance (amount, as_of) VALUES (123456789012.345678, now());
INSERT INTO decision (id, campaign_id, submission_id, verdict, state, batch_id, decided_by_id, held_until, due_at, amount_paid)
  VALUES ('00000000-0000-4000-8000-00000000000d', 'c', 9223372036854770001, 'approve', 'QUEUED', gen_random_uuid(), '00000000-0000-4000-8000-000000000001', now(), now(), 0.000001);
INSERT INTO decision_batch (id, kind, created_by_id, asked) VALUES (gen_random_uuid(), 'import', '00000000-0000-4000-8000-000000000001', 1);
INSERT INTO sweep (id, campaign_id, state, ground, planned, unseen) VALUES (gen_random_uuid(), 'c', 'DONE', 'approve_all', 1, '[{"submissionId": 12345678901234567890.10}]');
INSERT INTO idempotent_request (person_id, key, action, body_hash, answer) VALUES ('00000000-0000-4000-8000-000000000001', gen_random_uuid(), 'decide', 'x', 'null');
INSERT INTO audit_event (action, data) VALUES ('person.created', '{"a": 1e400, "nested": [null, "\u2029"]}'), ('person.created', '[]');
INSERT INTO lease (name, owner, until) VALUES ('mirror', 'somebody', now());
INSERT INTO live_event (type, data) VALUES ('budget', '{}');
`;

/** Unpacks an archive, has `change` make other lines of it, and writes it to `to` as a program that knows the format would. */
export async function forge(from: string, to: string, change: (lines: string[]) => string[]): Promise<void> {
  const lines = gunzipSync(await readFile(from))
    .toString("utf8")
    .trimEnd()
    .split("\n");
  const changed = change(lines.slice(0, -1)).map((line) => `${line}\n`);
  const rows: Record<string, number> = {};
  let table = "";
  for (const line of changed.slice(1)) {
    const parsed = JSON.parse(line) as { table?: string };
    if (parsed.table !== undefined) rows[(table = parsed.table)] = 0;
    else rows[table] = (rows[table] ?? 0) + 1;
  }
  const sha256 = createHash("sha256").update(changed.join("")).digest("hex");
  await writeFile(to, gzipSync(`${changed.join("")}${JSON.stringify({ end: { rows, sha256 } })}\n`));
}
