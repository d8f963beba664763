import { z } from "zod";
import { api, UnreachableError } from "@/lib/http/client";
import { type Setup, setupStateSchema } from "@/lib/team/schema";

export type SignInAnswer =
  | { ok: true }
  | { ok: false; reason: "wrong" | "unreachable" | "refused" }
  | { ok: false; reason: "tooMany"; minutes: number };

const csrfSchema = z.object({ csrfToken: z.string() });
const callbackSchema = z.object({ url: z.url() });

/**
 * Signs in through next-auth's own protocol (contract, "Signing in from a program"). Its browser helper is not used:
 * it hides how long to wait, and leaves the page when the desk does not answer.
 */
export async function signInWithPassword(email: string, password: string): Promise<SignInAnswer> {
  try {
    const { csrfToken } = await api("/api/auth/csrf", csrfSchema);
    const response = await fetch("/api/auth/callback/credentials", {
      method: "POST",
      credentials: "same-origin",
      body: new URLSearchParams({ csrfToken, email, password, json: "true" }),
    });
    return signInAnswer(callbackSchema.parse(await response.json()).url);
  } catch {
    // Whatever broke, nobody was signed in as far as this page can know, and trying again is safe.
    return { ok: false, reason: "unreachable" };
  }
}

/** What the address that next-auth sends to says about a sign-in (lib/team/sign-in-refusal.ts writes the waiting time). */
export function signInAnswer(address: string): SignInAnswer {
  const { searchParams } = new URL(address);
  const error = searchParams.get("error");
  if (error === "CredentialsSignin") return { ok: false, reason: "wrong" };
  if (error === "too_many_attempts")
    return { ok: false, reason: "tooMany", minutes: Number(searchParams.get("minutes")) || 0 };
  return error !== null || searchParams.has("csrf") ? { ok: false, reason: "refused" } : { ok: true };
}

/** Makes the first owner and stores the account key. @throws ApiError, UnreachableError (then it is not known). */
export async function setUpDesk(setup: Setup): Promise<void> {
  const { needed } = await api("/api/setup", setupStateSchema, { method: "POST", body: setup });
  if (needed) throw new UnreachableError("The desk says that it still is to be set up.");
}
