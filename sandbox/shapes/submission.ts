import type { Campaign, Submission, Worker } from "@/sandbox/market/types";
import { pictureFile } from "@/sandbox/pictures/picture-id";
import type { Settings } from "@/sandbox/settings";
import { respell, snakeNames } from "@/sandbox/shapes/spelling";

const nullable = [
  "userAvatar",
  "country_name",
  "proof_text",
  "images",
  "workerAccountAgeDays",
  "workerApprovalRate",
  "workerTotalCompleted",
];

/** A submission as call 8 shows it; `base` is the address under which the pictures are served. */
export function submissionShape(
  campaign: Campaign,
  submission: Submission,
  settings: Settings,
  base: string,
) {
  const { worker } = submission;
  const fields = {
    submissionId: submission.id,
    userId: workerId(worker, settings),
    userName: worker.name,
    userAvatar: `${base}/avatars/${worker.number}.png`,
    campaignId: campaign.id,
    campaignTitle: campaign.title,
    status: submission.status,
    country_name: worker.country.name,
    submittedAt: submission.submittedAt,
    proof_text: submission.proofText,
    images: submission.pictures.map((picture, index) =>
      imageShape(submission.id, index, picture, settings, base),
    ),
    notes: submission.notes,
    workerAccountAgeDays: worker.accountAgeDays,
    workerApprovalRate: `${worker.approvalRate}%`,
    workerTotalCompleted: worker.totalCompleted,
  };
  return respell(settings, String(submission.id), fields, nullable);
}

/** Contradiction 3: the string id of a submission's worker, all digits unless switched to the reference's "abc-def-123". */
function workerId(worker: Worker, settings: Settings): string {
  return settings.contradictions.workerIds === "digits" ? String(worker.number) : worker.textId;
}

function imageShape(submissionId: number, index: number, picture: string, settings: Settings, base: string) {
  const fields = {
    id: `img_${submissionId}_${index + 1}`,
    url: `${base}/images/${pictureFile(picture)}`,
    thumbnailUrl: `${base}/images/${picture}/thumb.jpg`,
  };
  return settings.contradictions.spelling === "snake" ? snakeNames(fields) : fields;
}
