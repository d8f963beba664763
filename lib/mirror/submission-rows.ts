import type { Submission } from "@/lib/marketplace/types";
import { identifyImages } from "@/lib/mirror/image-id";

/** A page's rows in the form that the statements of apply-submissions.ts take (jsonb_to_recordset). */
export type PageRows = {
  submissions: {
    id: string;
    worker_id: string;
    status: string;
    submitted_at: string | null;
    proof_text: string;
    notes: string | null;
  }[];
  workers: {
    id: string;
    name: string | null;
    avatar_url: string | null;
    country: string | null;
    account_age_days: number | null;
    approval_rate: number | null;
    total_completed: number | null;
  }[];
  images: {
    id: string;
    submission_id: string;
    position: number;
    vendor_id: string;
    url: string;
    thumbnail_url: string | null;
  }[];
  /** Rows that cannot be mirrored, each with the reason, for the log. */
  skipped: { id: string; reason: string }[];
};

/** An index entry of PostgreSQL holds some 2,700 bytes; names are indexed. */
const NAME_MAX = 200;
/** Longer addresses are `data:` pictures or mischief; neither can be fetched. */
const URL_MAX = 8192;

/**
 * Turns the vendor's rows into ours. One bad row never spoils the page: a row of another campaign, with a status that is
 * neither pending nor decided, or with an id beyond what JSON numbers carry is left out and named. Of a submission that
 * stands twice on the page the later row counts.
 */
export function pageRows(campaignId: string, page: readonly Submission[]): PageRows {
  const skipped: PageRows["skipped"] = [];
  const bySubmission = new Map<string, Submission>();
  for (const row of page) {
    const reason = refusalOf(campaignId, row);
    if (reason === undefined) bySubmission.set(row.id, row);
    else skipped.push({ id: row.id, reason });
  }
  const kept = [...bySubmission.values()];
  return {
    submissions: kept.map((row) => ({
      id: row.id,
      worker_id: clean(row.workerId),
      status: row.status,
      submitted_at: storableTime(row.submittedAt),
      proof_text: clean(row.proofText ?? ""),
      notes: cleanOrNull(row.notes),
    })),
    workers: [...new Map(kept.map((row) => [clean(row.workerId), workerOf(row)])).values()],
    images: kept.flatMap((row) => imagesOf(campaignId, row)),
    skipped,
  };
}

function refusalOf(campaignId: string, row: Submission): string | undefined {
  // Ids are compared as the client compares them: a UUID may come back in other case.
  if (row.campaignId.toLowerCase() !== campaignId.toLowerCase()) return "another campaign";
  if (row.status === "Unknown") return `unknown status "${row.statusText}"`;
  if (!Number.isSafeInteger(Number(row.id))) return "an id beyond 2^53";
  return undefined;
}

function workerOf(row: Submission): PageRows["workers"][number] {
  return {
    id: clean(row.workerId),
    name:
      cleanOrNull(row.workerName)
        ?.slice(0, NAME_MAX)
        .replace(/\p{Cs}/gu, "") ?? null,
    avatar_url:
      row.workerAvatar !== null && row.workerAvatar.length <= URL_MAX ? clean(row.workerAvatar) : null,
    country: cleanOrNull(row.country),
    account_age_days: row.workerAccountAgeDays,
    approval_rate: row.workerApprovalRate,
    total_completed: row.workerTotalCompleted,
  };
}

function imagesOf(campaignId: string, row: Submission): PageRows["images"] {
  const fetchable = row.images.filter((image) => image.url.length <= URL_MAX);
  return identifyImages(campaignId, row.id, fetchable).map((image, position) => ({
    id: image.imageId,
    submission_id: row.id,
    position,
    vendor_id: clean(image.id ?? ""),
    url: clean(image.url),
    thumbnail_url:
      image.thumbnailUrl !== null && image.thumbnailUrl.length <= URL_MAX ? clean(image.thumbnailUrl) : null,
  }));
}

/** PostgreSQL refuses a whole JSON document for one half of a surrogate pair in it, or a NUL. */
export const clean = (text: string) => text.replace(/\p{Cs}|\0/gu, "\uFFFD");

const cleanOrNull = (text: string | null) => (text === null ? null : clean(text));

/** Years before the vendor existed are slips; PostgreSQL has no year 0 at all. */
const storableTime = (time: string | null) => (time !== null && time >= "1970" ? time : null);
