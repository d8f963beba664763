import { Prisma } from "@/lib/db/generated/client";
import type { Decision } from "@/lib/decisions/schema";
import { type Submission, submissionStatusSchema } from "@/lib/mirror/schema";

/** A submission with its worker, images and latest decision, as `submissionRows` selects it. */
export type SubmissionRow = {
  campaign_id: string;
  id: bigint;
  status: string;
  submitted_at: Date | null;
  proof_text: string;
  notes: string | null;
  worker_id: string;
  worker_name: string;
  avatar_url: string | null;
  country: string | null;
  account_age_days: number | null;
  approval_rate: number | null;
  total_completed: number | null;
  blocked_at: Date | null;
  images: { id: string; width: number | null; height: number | null }[] | null;
  decision_id: string | null;
};

/**
 * Adds to the rows that `page` finds all that is shown of them, in one statement however many they are; in the order of
 * submission-page.ts.
 */
export const submissionRows = (page: Prisma.Sql, firstCampaigns: readonly string[] = []) => Prisma.sql`
  WITH page AS MATERIALIZED (${page})
  SELECT s.campaign_id, s.id, s.status, s.submitted_at, s.proof_text, s.notes, s.worker_id, w.name AS worker_name,
    w.avatar_url, w.country, w.account_age_days, w.approval_rate::float8 AS approval_rate, w.total_completed,
    w.blocked_at, pictures.images, latest.id AS decision_id
  FROM page
  JOIN submission s ON s.campaign_id = page.campaign_id AND s.id = page.id
  JOIN worker w ON w.id = s.worker_id
  LEFT JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_object('id', p.id, 'width', p.width, 'height', p.height) ORDER BY p.position) AS images
    FROM proof_image p WHERE p.campaign_id = page.campaign_id AND p.submission_id = page.id
  ) AS pictures ON true
  LEFT JOIN LATERAL (
    SELECT d.id FROM decision d WHERE d.campaign_id = page.campaign_id AND d.submission_id = page.id
    ORDER BY d.decided_at DESC, d.id DESC LIMIT 1
  ) AS latest ON true
  ORDER BY page.campaign_id = ANY(${[...firstCampaigns]}) DESC, page.submitted_at NULLS LAST, page.campaign_id, page.id`;

/** A submission as our API shows it; pictures have addresses on the desk itself. */
export function serializeSubmission(row: SubmissionRow, decision: Decision | null): Submission {
  const images = (row.images ?? []).map(({ id, width, height }) => ({
    id,
    thumbnail: `/api/images/${id}?size=thumb`,
    full: `/api/images/${id}?size=full`,
    width,
    height,
  }));
  return {
    id: Number(row.id),
    campaignId: row.campaign_id,
    worker: {
      id: row.worker_id,
      name: row.worker_name,
      avatar: row.avatar_url === null ? null : `/api/workers/${encodeURIComponent(row.worker_id)}/avatar`,
      country: row.country,
      accountAgeDays: row.account_age_days,
      approvalRate: row.approval_rate,
      totalCompleted: row.total_completed,
      blocked: row.blocked_at !== null,
    },
    status: submissionStatusSchema.parse(row.status),
    submittedAt: row.submitted_at?.toISOString() ?? null,
    proofText: row.proof_text,
    images,
    notes: row.notes,
    decision,
    flags: [],
  };
}
