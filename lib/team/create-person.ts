import { type AuditContext, audit } from "@/lib/audit/record";
import { transaction } from "@/lib/db/client";
import { hashPassword } from "@/lib/team/password";
import type { Role } from "@/lib/team/schema";

type NewPerson = { email: string; name: string; role: Role; password: string };

/**
 * Makes a person who can sign in at once. `email` as `emailSchema` gives it. `by` says in the audit who or what made
 * them. `email_taken` when the address is somebody's already, also a deactivated person's; then nothing is changed.
 */
export async function createPerson(
  { email, name, role, password }: NewPerson,
  context: AuditContext & { by: string },
): Promise<{ ok: true; personId: string } | { ok: false; reason: "email_taken" }> {
  const passwordHash = await hashPassword(password);
  return transaction(async (tx) => {
    const [person] = await tx.person.createManyAndReturn({
      data: [{ email, name, role, passwordHash }],
      skipDuplicates: true,
      select: { id: true },
    });
    if (person === undefined) return { ok: false, reason: "email_taken" };
    await audit(tx, context, {
      action: "person.created",
      subject: person.id,
      data: { email, role, by: context.by },
    });
    return { ok: true, personId: person.id };
  });
}
