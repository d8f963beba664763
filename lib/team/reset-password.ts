import { type AuditContext, audit } from "@/lib/audit/record";
import { transaction } from "@/lib/db/client";
import { hashPassword } from "@/lib/team/password";

/**
 * Gives a person a new password and ends all their sessions: who knew the old one is out. `unknown_email` when it is
 * nobody's. A deactivated person stays so.
 */
export async function resetPassword(
  { email, password }: { email: string; password: string },
  context: AuditContext & { by: string },
): Promise<{ ok: true; personId: string; sessionsEnded: number } | { ok: false; reason: "unknown_email" }> {
  const passwordHash = await hashPassword(password);
  return transaction(async (tx) => {
    const [person] = await tx.person.updateManyAndReturn({
      where: { email },
      data: { passwordHash },
      select: { id: true },
    });
    if (person === undefined) return { ok: false, reason: "unknown_email" };
    const ended = await tx.session.updateManyAndReturn({
      where: { personId: person.id, revokedAt: null },
      data: { revokedAt: new Date() },
      select: { id: true },
    });
    await audit(
      tx,
      context,
      { action: "person.password_reset", subject: person.id, data: { by: context.by } },
      ...ended.map(({ id }) => ({
        action: "session.ended" as const,
        subject: id,
        data: { reason: "revoked" as const },
      })),
    );
    return { ok: true, personId: person.id, sessionsEnded: ended.length };
  });
}
