import { createHash } from "node:crypto";
import type { z } from "zod";
import { type Db, db, transaction } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { readBatch } from "@/lib/decisions/bulk/data";
import { idOf, judgeRows, type Known } from "@/lib/decisions/bulk/judge-rows";
import { readSheet, type SheetRow } from "@/lib/decisions/bulk/read-sheet";
import { recordBatch, STILL_PENDING } from "@/lib/decisions/bulk/record-batch";
import { BULK_MOST, type ImportAnswer, type ImportRow, type importSchema } from "@/lib/decisions/bulk/schema";
import { answerOnce } from "@/lib/http/idempotency";
import { multiplyMoney, parseMoney } from "@/lib/money";
import type { Permitted } from "@/lib/team/actor";

export type ImportResult =
  | { ok: true; answer: ImportAnswer }
  | { ok: false; reason: "key_reused" }
  /** The file cannot be read as a decided spreadsheet; `words` for the person. */
  | { ok: false; reason: "bad_csv" | "no_columns" | "too_many_rows"; words: string };

/** What is kept of an import under its idempotency key. */
type Done = { rows: ImportRow[]; batchId: string | null };

/**
 * Takes a decided spreadsheet of one campaign. A dry run says what each row would do and writes nothing; for real, the rows
 * that stand become one bulk action and the others are left out. The same idempotency key answers the first outcome.
 */
export async function importDecisions(
  actor: Permitted<"submissions.decide">,
  campaign: { id: string; pay: string },
  { idempotencyKey, csv, dryRun }: z.infer<typeof importSchema>,
  requestId: string,
): Promise<ImportResult> {
  const sheet = readSheet(csv);
  if (!sheet.ok) return sheet;
  if (sheet.rows.filter(({ verdict }) => verdict !== "").length > BULK_MOST)
    return {
      ok: false,
      reason: "too_many_rows",
      words: `More than ${BULK_MOST} rows have a verdict. Nothing was done. Import them in parts.`,
    };
  if (dryRun) {
    const rows = judgeRows(sheet.rows, await readKnown(db(), campaign.id, sheet.rows));
    return { ok: true, answer: { ...countsOf(rows, campaign.pay), batch: null } };
  }
  const bodyHash = createHash("sha256")
    .update(JSON.stringify([campaign.id, csv]))
    .digest("hex");
  const once = await transaction((tx) =>
    answerOnce(tx, { personId: actor.personId, key: idempotencyKey, action: "import", bodyHash }, () =>
      decideRows(tx, actor, campaign.id, sheet.rows, requestId),
    ),
  );
  if (!once.ok) return once;
  const { rows, batchId } = once.answer;
  const batch = batchId === null ? null : ((await readBatch(batchId)) ?? null);
  return { ok: true, answer: { ...countsOf(rows, campaign.pay), batch } };
}

async function decideRows(
  tx: Db,
  actor: Permitted<"submissions.decide">,
  campaignId: string,
  sheet: readonly SheetRow[],
  requestId: string,
): Promise<Done> {
  const rows = judgeRows(sheet, await readKnown(tx, campaignId, sheet));
  const wanted = rows.filter(isDecision);
  const batch = await recordBatch(tx, {
    actor,
    requestId,
    kind: "import",
    campaignId,
    items: Prisma.sql`
      SELECT s.campaign_id, s.id AS submission_id, wanted.verdict, wanted.notes
      FROM unnest(${wanted.map(({ submissionId }) => BigInt(submissionId ?? 0))}::bigint[],
        ${wanted.map(({ outcome }) => outcome)}::text[], ${wanted.map(({ notes }) => notes)}::text[])
        AS wanted (id, verdict, notes)
      JOIN submission s ON s.campaign_id = ${campaignId} AND s.id = wanted.id AND ${STILL_PENDING}
      ORDER BY s.campaign_id, s.id
      FOR SHARE OF s`,
    asked: rows.filter(({ outcome }) => outcome !== "skip").length,
  });
  if (batch.made === wanted.length) return { rows, batchId: batch.id };
  // Somebody, or the mirror, was faster with a few: they are judged by what is known now.
  const made =
    batch.id === null
      ? []
      : await tx.decision.findMany({ where: { batchId: batch.id }, select: { submissionId: true } });
  const taken = new Set(made.map(({ submissionId }) => Number(submissionId)));
  const now = judgeRows(sheet, await readKnown(tx, campaignId, sheet));
  return {
    rows: rows.map((row, index) =>
      isDecision(row) && !taken.has(row.submissionId ?? -1) ? (now[index] ?? row) : row,
    ),
    batchId: batch.id,
  };
}

const isDecision = ({ outcome }: ImportRow) => outcome === "approve" || outcome === "reject";

async function readKnown(
  reader: Pick<Db, "$queryRaw">,
  campaignId: string,
  rows: readonly SheetRow[],
): Promise<Map<number, Known>> {
  const ids = rows.flatMap((row) => idOf(row) ?? []);
  const found = await reader.$queryRaw<(Known & { id: bigint })[]>`
    SELECT s.id, s.status, w.name AS worker, EXISTS (
      SELECT 1 FROM decision d WHERE d.campaign_id = s.campaign_id AND d.submission_id = s.id
        AND d.state IN ('HELD', 'QUEUED', 'SENDING', 'UNCERTAIN', 'APPLIED') OFFSET 0) AS decided
    FROM submission s
    JOIN worker w ON w.id = s.worker_id
    WHERE s.campaign_id = ${campaignId} AND s.id = ANY(${ids.map(BigInt)}::bigint[])`;
  return new Map(found.map(({ id, ...known }) => [Number(id), known]));
}

function countsOf(rows: ImportRow[], pay: string): Omit<ImportAnswer, "batch"> {
  const count = (outcome: ImportRow["outcome"]) => rows.filter((row) => row.outcome === outcome).length;
  const approve = count("approve");
  return {
    rows,
    approve,
    reject: count("reject"),
    skip: count("skip"),
    refused: count("refused"),
    cost: multiplyMoney(parseMoney(pay), approve),
  };
}
