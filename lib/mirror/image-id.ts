import { createHash } from "node:crypto";
import type { ProofImageLink } from "@/lib/marketplace/types";

const ID_LENGTH = 22;

/**
 * The id of a proof image: 22 base64url characters (132 bits) of a sha256, so that every replica and every sync names
 * the same picture alike, and nobody can guess the id of one that they were not shown.
 */
export function proofImageId(image: {
  campaignId: string;
  submissionId: string;
  vendorId: string;
  url: string;
}): string {
  const { campaignId, submissionId, vendorId, url } = image;
  // JSON keeps the parts apart: ("a", "bc") and ("ab", "c") are two identities.
  const identity = JSON.stringify([campaignId, submissionId, vendorId, url]);
  return createHash("sha256").update(identity).digest("base64url").slice(0, ID_LENGTH);
}

/**
 * Names the images of one submission, in their order; the same picture listed twice is one. Where the vendor gives an
 * image id, the address counts without its query: a signature in it changes at every read, and each read would make
 * a new image. Two pictures that only their query tells apart keep their whole addresses.
 */
export function identifyImages<T extends ProofImageLink>(
  campaignId: string,
  submissionId: string,
  links: readonly T[],
): (T & { imageId: string })[] {
  const taken = new Map<string, T & { imageId: string }>();
  for (const link of links) {
    const vendorId = link.id ?? "";
    const name = (url: string) => proofImageId({ campaignId, submissionId, vendorId, url });
    const short = name(vendorId === "" ? link.url : withoutQuery(link.url));
    const known = taken.get(short);
    if (known?.url === link.url) continue;
    const imageId = known === undefined ? short : name(link.url);
    if (!taken.has(imageId)) taken.set(imageId, { ...link, imageId });
  }
  return [...taken.values()];
}

const withoutQuery = (url: string) => url.replace(/[?#].*$/s, "");
