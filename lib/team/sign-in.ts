import { audit } from "@/lib/audit/record";
import { db } from "@/lib/db/client";
import { verifyPassword } from "@/lib/team/password";
import { signInSchema } from "@/lib/team/schema";
import { type Caller, startSession } from "@/lib/team/session";
import { forgiveAttempt, takeAttempt } from "@/lib/team/sign-in-limit";

export type SignIn =
  | { ok: true; personId: string; sessionId: string }
  | { ok: false; reason: "wrong" }
  | { ok: false; reason: "too_many_attempts"; minutes: number };

/**
 * Signs a person in by e-mail and password and opens a session. A wrong password, an unknown e-mail address and a
 * deactivated person get the same answer in the same time; the audit tells them apart.
 */
export async function signIn(typed: unknown, caller: Caller): Promise<SignIn> {
  const parsed = signInSchema.safeParse(typed);
  // What nobody's account can look like: a quick no tells nothing about who exists.
  if (!parsed.success) return { ok: false, reason: "wrong" };
  const { email, password } = parsed.data;
  const taken = await takeAttempt(email, caller.address);
  if (!taken.ok) return { ok: false, reason: "too_many_attempts", minutes: taken.minutes };

  const person = await db().person.findUnique({ where: { email } });
  const matches = await verifyPassword(person?.passwordHash ?? null, password);
  if (person === null || !matches || !person.active) {
    const reason = person === null ? "unknown e-mail" : matches ? "deactivated" : "wrong password";
    await audit(
      db(),
      { actorId: null },
      { action: "session.refused", data: { email, address: caller.address, reason } },
    );
    return { ok: false, reason: "wrong" };
  }
  await forgiveAttempt(taken.attempt);
  return { ok: true, personId: person.id, sessionId: await startSession(person.id, caller) };
}
