import type { Db } from "@/lib/db/client";

/** A request that spends or decides, named by its person and the key that the client chose. */
export type OnceRequest = { personId: string; key: string; action: string; bodyHash: string };

export type OnceAnswer<T> = { ok: true; answer: T; first: boolean } | { ok: false; reason: "key_reused" };

/**
 * Does `act` once per key, in the caller's transaction: the key's row and what `act` writes are committed together.
 * A second request with the key, at the same time or days later, waits for the first and answers what it answered. The
 * same key with another body or for another action is refused: it is a mistake of the client.
 */
export async function answerOnce<T>(
  tx: Db,
  request: OnceRequest,
  act: () => Promise<T>,
): Promise<OnceAnswer<T>> {
  const { personId, key, action, bodyHash } = request;
  const { count } = await tx.idempotentRequest.createMany({
    data: [{ personId, key, action, bodyHash, answer: {} }],
    skipDuplicates: true,
  });
  const where = { personId_key: { personId, key } };
  if (count === 0) {
    const known = await tx.idempotentRequest.findUniqueOrThrow({ where });
    return known.action === action && known.bodyHash === bodyHash
      ? { ok: true, answer: known.answer as T, first: false }
      : { ok: false, reason: "key_reused" };
  }
  const answer = await act();
  await tx.idempotentRequest.update({ where, data: { answer: answer as object } });
  return { ok: true, answer, first: true };
}
