import { transaction } from "@/lib/db/client";
import type { Permitted } from "@/lib/team/actor";

/** Gives all claims of this person back, who leaves the review. Returns how many. */
export function releaseClaims(actor: Permitted<"submissions.decide">): Promise<number> {
  return transaction(async (tx) => {
    const { count } = await tx.claim.deleteMany({ where: { personId: actor.personId } });
    await tx.reviewPresence.deleteMany({ where: { personId: actor.personId } });
    return count;
  });
}
