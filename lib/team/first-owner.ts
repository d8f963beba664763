import { audit } from "@/lib/audit/record";
import { transaction } from "@/lib/db/client";
import { storeAccountKey } from "@/lib/gateway/account-key";

type FirstOwner = {
  email: string;
  name: string;
  passwordHash: string;
  /** Undefined: the owner stores one later. */
  accountKey: string | undefined;
  by: "setup page" | "environment";
  requestId?: string;
};

/**
 * Makes the desk's first owner and stores the account key, all or nothing. Of several callers at once, on any replica,
 * one succeeds; false when somebody exists already, and then nothing is changed.
 */
export async function createFirstOwner(first: FirstOwner): Promise<boolean> {
  const { email, name, passwordHash, accountKey, by, requestId } = first;
  return transaction(async (tx) => {
    // Two who both see an empty table would both become owner: they look one after the other.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('first owner', 0))`;
    if ((await tx.person.findFirst({ select: { id: true } })) !== null) return false;
    const owner = await tx.person.create({ data: { email, name, role: "owner", passwordHash } });
    await audit(
      tx,
      { actorId: by === "setup page" ? owner.id : null, requestId },
      { action: "desk.set_up", data: { email, by } },
      { action: "person.created", subject: owner.id, data: { email, role: "owner", by } },
    );
    if (accountKey === undefined) return true;
    const key = await storeAccountKey(tx, { key: accountKey, setById: owner.id });
    await audit(
      tx,
      { actorId: by === "setup page" ? owner.id : null, requestId },
      { action: "account_key.set", subject: key.id, data: { lastFour: key.lastFour, by } },
    );
    return true;
  });
}
