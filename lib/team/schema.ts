import { z } from "zod";
import { accountKeySchema } from "@/lib/marketplace/account-key";

export const roleSchema = z.enum(["viewer", "reviewer", "manager", "owner"]);
export type Role = z.infer<typeof roleSchema>;

/** The person at the browser (`GET /api/me`). */
export const meSchema = z.object({
  id: z.uuid(),
  email: z.string(),
  name: z.string(),
  role: roleSchema,
  locale: z.string().nullable(),
  timeZone: z.string().nullable(),
});
export type Me = z.infer<typeof meSchema>;

/** An e-mail address as people are known by: trimmed, lower case, at most 254 characters (RFC 5321, 4.5.3.1.3). */
export const emailSchema = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(z.email("must be an e-mail address").max(254, "must have at most 254 characters"));

/** A new password: long, and nothing else is asked (NIST SP 800-63B, 5.1.1.2). */
export const newPasswordSchema = z
  .string()
  .min(12, "must have at least 12 characters")
  .max(200, "must have at most 200 characters");

export const personNameSchema = z
  .string()
  .trim()
  .min(1, "must not be empty")
  .max(100, "must have at most 100 characters");

/** `POST /api/setup`: the first owner and the account key. */
export const setupSchema = z.object({
  email: emailSchema,
  name: personNameSchema,
  password: newPasswordSchema,
  accountKey: accountKeySchema,
});
export type Setup = z.infer<typeof setupSchema>;

/** `GET /api/setup`. */
export const setupStateSchema = z.object({ needed: z.boolean() });

/** What a person types to sign in. */
export const signInSchema = z.object({ email: emailSchema, password: z.string().min(1).max(200) });
