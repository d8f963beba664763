import { checkAccountKey } from "@/lib/gateway/account-key";
import type { Problem } from "@/lib/http/problem";
import { createFirstOwner } from "@/lib/team/first-owner";
import { hashPassword } from "@/lib/team/password";
import type { Setup } from "@/lib/team/schema";
import { takeSetUpAttempt } from "@/lib/team/set-up-limit";
import { isSetupNeeded } from "@/lib/team/setup-needed";

const ALREADY_SET_UP: Problem = {
  status: 409,
  code: "already_set_up",
  detail: "This desk has an owner already. Nothing was changed. Sign in, or ask the owner for an invitation.",
};

/**
 * Sets the desk up from the set-up page: the key is tried at RapidWorkers before anything is stored; then the owner and
 * the sealed key are stored together. Only while nobody exists, and ten times in a quarter of an hour per address.
 */
export async function setUp(
  { email, name, password, accountKey }: Setup,
  { requestId, address }: { requestId: string; address: string | null },
): Promise<{ ok: true } | { ok: false; problem: Problem }> {
  // Asked again under a lock; here so that a stranger cannot have keys tried on a desk that is in use.
  if (!(await isSetupNeeded())) return { ok: false, problem: ALREADY_SET_UP };
  const attempt = await takeSetUpAttempt(address);
  if (!attempt.ok) return { ok: false, problem: tooManyAttempts(attempt.minutes) };
  const check = await checkAccountKey(accountKey);
  if (!check.ok) return { ok: false, problem: keyProblem(check) };
  const passwordHash = await hashPassword(password);
  const done = await createFirstOwner({ email, name, passwordHash, accountKey, by: "setup page", requestId });
  return done ? { ok: true } : { ok: false, problem: ALREADY_SET_UP };
}

const tooManyAttempts = (minutes: number): Problem => ({
  status: 429,
  code: "too_many_attempts",
  detail: `There were too many attempts to set this desk up. Nothing was stored. Try again in ${minutes} min.`,
  extra: { minutes },
  headers: { "retry-after": String(minutes * 60) },
});

type Refusal = Extract<Awaited<ReturnType<typeof checkAccountKey>>, { ok: false }>;

const STATUS: Record<Refusal["code"], number> = {
  // Not 401: that would say that the caller must sign in.
  key_refused: 422,
  vendor_unreachable: 504,
  vendor_error: 502,
};

function keyProblem({ code, detail }: Refusal): Problem {
  return {
    status: STATUS[code],
    code,
    detail,
    ...(code === "key_refused" ? { errors: { accountKey: [detail] } } : {}),
  };
}
