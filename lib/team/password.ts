import { randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import { singleton } from "@/lib/process/singleton";

/** Argon2id (the library's default kind) with 19 MiB and two passes: OWASP password storage cheat sheet; about 20 ms. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** The same password typed on another keyboard may come in other code points (NIST SP 800-63B, 5.1.1.2). */
const normalized = (password: string) => password.normalize("NFKC");

/** A password's Argon2id hash in PHC form, to be stored. */
export function hashPassword(password: string): Promise<string> {
  return hash(normalized(password), COST);
}

/**
 * Whether the password is the one that was hashed. Without a hash (nobody of that name, or a person without a
 * password) the answer is no after the same work, so that the time taken tells nothing about who exists.
 */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  const matches = await verify(stored ?? (await nobodysHash()), normalized(password));
  return stored !== null && matches;
}

const nobodysHash = () =>
  singleton("team.nobodys_hash", () => hashPassword(randomBytes(32).toString("base64")));
