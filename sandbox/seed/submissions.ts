import type { Campaign, Submission, Worker } from "@/sandbox/market/types";
import { alterations, alteredCopy, exactCopy, newPicture } from "@/sandbox/pictures/picture-id";
import type { Random } from "@/sandbox/random";
import { languageOf } from "@/sandbox/seed/countries";
import { inventProofText } from "@/sandbox/seed/proof-texts";

const samplesKept = 300;

const rejectionNotes = [
  "Does not meet requirements",
  "Screenshot does not show the completion page",
  "Same screenshot as another worker",
  "Wrong code",
];

/**
 * One hand-in of a worker: text, 1–4 pictures, now and then somebody else's. Notes and pay follow from the given status.
 * Does not put it into the campaign.
 */
export function inventSubmission(
  random: Random,
  campaign: Campaign,
  worker: Worker,
  given: Pick<Submission, "id" | "submittedAt" | "status">,
): Submission {
  return {
    id: given.id,
    worker,
    status: given.status,
    submittedAt: given.submittedAt,
    proofText: inventProofText(random, languageOf(worker.country.code)),
    pictures: inventPictures(random, campaign),
    notes: given.status === "Rejected" ? random.pick(rejectionNotes) : null,
    paid: given.status === "Approved" ? campaign.pay.toFixed(2) : null,
  };
}

/** 8 in 100 hand-ins open with a picture that was handed in before: half of them the very same bytes, half an altered copy. */
function inventPictures(random: Random, campaign: Campaign): string[] {
  const count = random.chance(0.6) ? 1 : random.integer(2, 4);
  const pictures = Array.from({ length: count }, () => newPicture(random, campaign.page, campaign.theme));
  if (campaign.samples.length > 0 && random.chance(0.08)) {
    const stolen = random.pick(campaign.samples);
    pictures[0] = random.chance(0.5)
      ? exactCopy(random, stolen)
      : alteredCopy(random, stolen, random.pick(alterations));
  } else if (pictures[0]) {
    remember(random, campaign.samples, pictures[0]);
  }
  return pictures;
}

function remember(random: Random, samples: string[], picture: string): void {
  if (samples.length < samplesKept) samples.push(picture);
  else samples[random.integer(0, samplesKept - 1)] = picture;
}
