import { db } from "@/lib/db/client";
import type { Cell } from "@/lib/decisions/bulk/csv-response";
import { serializeDecision } from "@/lib/decisions/serialize";

export const REPORT_COLUMNS = [
  "id",
  "campaign",
  "worker",
  "worker id",
  "verdict",
  "notes",
  "state",
  "code",
  "message",
  "decided by",
  "decided at",
  "settled at",
  "paid",
] as const;

const PAGE = 1000;

/** What became of each decision of a bulk action, a page at a time in the order of their ids. */
export async function* reportRows(batchId: string): AsyncGenerator<Cell[][]> {
  for (let after: string | undefined; ; ) {
    const rows = await db().decision.findMany({
      where: { batchId, ...(after === undefined ? {} : { id: { gt: after } }) },
      include: {
        decidedBy: { select: { id: true, name: true } },
        submission: { select: { worker: { select: { id: true, name: true } } } },
      },
      orderBy: { id: "asc" },
      take: PAGE,
    });
    yield rows.map((row) => {
      const decision = serializeDecision(row);
      const { worker } = row.submission;
      return [
        decision.submissionId,
        decision.campaignId,
        worker.name,
        worker.id,
        decision.verdict,
        decision.notes,
        decision.state,
        decision.error?.code ?? null,
        decision.error?.message ?? null,
        decision.decidedBy.name,
        decision.decidedAt,
        decision.settledAt,
        decision.amountPaid,
      ];
    });
    after = rows.at(-1)?.id;
    if (rows.length < PAGE) return;
  }
}
