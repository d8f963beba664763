import { db } from "@/lib/db/client";
import { cacheKey } from "@/lib/proofs/cache";
import { type Obtained, obtainPicture } from "@/lib/proofs/obtain";

/**
 * A worker's avatar, through the same guard as proofs; undefined for an unknown worker and for one without. It is kept
 * under its address too, because a worker's avatar may change.
 */
export async function readAvatar(
  workerId: string,
  { retry }: { retry: boolean },
): Promise<Obtained | undefined> {
  const worker = await db().worker.findUnique({ where: { id: workerId }, select: { avatarUrl: true } });
  if (worker === null || worker.avatarUrl === null) return undefined;
  const key = cacheKey("avatar", workerId, worker.avatarUrl);
  return obtainPicture(
    { key, url: worker.avatarUrl, sizes: ["avatar"], record: async () => undefined },
    "avatar",
    retry,
  );
}
