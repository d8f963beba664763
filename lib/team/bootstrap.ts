import { env } from "@/lib/env";
import { checkAccountKey } from "@/lib/gateway/account-key";
import { log } from "@/lib/log";
import { createFirstOwner } from "@/lib/team/first-owner";
import { hashPassword } from "@/lib/team/password";
import { isSetupNeeded } from "@/lib/team/setup-needed";

/**
 * At start: makes the first owner, and stores the key, from `BOOTSTRAP_*`. Once: as soon as anybody exists the variables
 * mean nothing. Safe on several replicas at once. The key is stored untried, for RapidWorkers may be away just now;
 * `keyTried` settles when it has been tried after all and the log tells how that went.
 */
export async function bootstrap(): Promise<{ created: boolean; keyTried: Promise<void> }> {
  const nothing = { created: false, keyTried: Promise.resolve() };
  const { bootstrapOwner: owner, bootstrapAccountKey: accountKey } = env();
  if (owner === undefined || !(await isSetupNeeded())) return nothing;
  const created = await createFirstOwner({
    email: owner.email,
    name: owner.email.split("@")[0] ?? owner.email,
    passwordHash: await hashPassword(owner.password),
    accountKey,
    by: "environment",
  });
  if (!created) return nothing;
  log().info(
    { email: owner.email, withKey: accountKey !== undefined },
    "made the first owner from BOOTSTRAP_*",
  );
  return { created, keyTried: accountKey === undefined ? Promise.resolve() : tryKey(accountKey) };
}

async function tryKey(accountKey: string): Promise<void> {
  try {
    const check = await checkAccountKey(accountKey);
    if (check.ok) log().info("RapidWorkers takes BOOTSTRAP_ACCOUNT_KEY");
    else if (check.code === "key_refused")
      log().error("RapidWorkers refuses BOOTSTRAP_ACCOUNT_KEY; an owner must store another key");
    else log().warn({ code: check.code }, "BOOTSTRAP_ACCOUNT_KEY is stored but could not be tried yet");
  } catch (err) {
    log().error({ err }, "BOOTSTRAP_ACCOUNT_KEY is stored, and trying it failed");
  }
}
