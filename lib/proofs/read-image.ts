import { db } from "@/lib/db/client";
import { log } from "@/lib/log";
import { cacheKey } from "@/lib/proofs/cache";
import { type Obtained, obtainPicture, type Original } from "@/lib/proofs/obtain";
import type { PictureFailure } from "@/lib/proofs/types";

/**
 * A proof image by its id in the mirror; undefined for an unknown one. Only addresses that stand in the mirror are ever
 * asked. What a fetch came to is written to the image's row: the facts of the original, or the failure's code. The
 * vendor's own thumbnail is never shown: it need not show what the image shows.
 */
export async function readImage(
  id: string,
  size: "full" | "thumb",
  { retry }: { retry: boolean },
): Promise<Obtained | undefined> {
  const image = await db().proofImage.findUnique({ where: { id }, select: { url: true, sha256: true } });
  if (image === null) return undefined;
  const record = async (outcome: Original | { reason: PictureFailure }) => {
    const facts =
      "reason" in outcome
        ? { failure: outcome.reason }
        : { ...outcome, failure: null, fetchedAt: new Date() };
    // The row may be gone by now; then there is nothing to tell of.
    await db().proofImage.updateMany({ where: { id }, data: facts });
    if ("sha256" in outcome && image.sha256 !== null && image.sha256 !== outcome.sha256)
      log().warn({ imageId: id }, "a proof image is not what it was when it was first fetched");
  };
  return obtainPicture(
    { key: cacheKey("proof", id), url: image.url, sizes: ["full", "thumb"], record },
    size,
    retry,
  );
}
