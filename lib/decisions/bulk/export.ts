import { audit } from "@/lib/audit/record";
import { transaction } from "@/lib/db/client";
import type { Cell } from "@/lib/decisions/bulk/csv-response";
import { env } from "@/lib/env";
import { listSubmissions } from "@/lib/mirror/data";
import type { Submission, SubmissionStatus } from "@/lib/mirror/schema";
import type { Permitted } from "@/lib/team/actor";

/** The last two are empty: whoever decides in a spreadsheet fills them and imports it. */
export const EXPORT_COLUMNS = [
  "id",
  "worker",
  "worker id",
  "country",
  "submitted",
  "account age (days)",
  "approval rate (%)",
  "done",
  "proof text",
  "image links",
  "verdict",
  "notes",
] as const;

const PAGE = 1000;

/** Writes down who took a campaign's submissions out of the desk, before the first row leaves. */
export function recordExport(
  actor: Permitted<"data.export">,
  campaignId: string,
  status: SubmissionStatus | undefined,
  requestId: string,
): Promise<void> {
  return transaction((tx) =>
    audit(
      tx,
      { actorId: actor.personId, requestId },
      { action: "campaign.exported", subject: campaignId, data: { status: status ?? null } },
    ),
  );
}

/** The campaign's submissions in the order of the list, a page at a time. */
export async function* exportRows(
  campaignId: string,
  status: SubmissionStatus | undefined,
): AsyncGenerator<Cell[][]> {
  let cursor: string | undefined;
  do {
    const page = await listSubmissions(campaignId, { status, cursor, limit: PAGE });
    yield page.items.map(rowOf);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}

function rowOf({ id, worker, submittedAt, proofText, images }: Submission): Cell[] {
  const links = images.map(({ full }) => new URL(full, env().nextauthUrl).href);
  return [
    id,
    worker.name,
    worker.id,
    worker.country,
    submittedAt,
    worker.accountAgeDays,
    worker.approvalRate,
    worker.totalCompleted,
    proofText,
    links.join("\n"),
    null,
    null,
  ];
}
