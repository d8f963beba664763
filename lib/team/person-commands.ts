import { parseArgs } from "node:util";
import { z } from "zod";
import { firstLine, type Outcome, type SecretInput } from "@/lib/team/command-line";
import { createPerson } from "@/lib/team/create-person";
import { resetPassword } from "@/lib/team/reset-password";
import { emailSchema, newPasswordSchema, personNameSchema, roleSchema } from "@/lib/team/schema";

const CONTEXT = { actorId: null, by: "command line" };

const createSchema = z.object({
  email: emailSchema,
  name: personNameSchema,
  role: roleSchema,
  password: newPasswordSchema,
});

/** `create-person --email E --role R [--name N]`; the password is the first line of `input`, the name else the address's. */
export async function createPersonCommand(args: string[], input: SecretInput): Promise<Outcome> {
  const usage = `Usage: create-person --email E --role ${roleSchema.options.join("|")} [--name N]; the password comes from standard input.`;
  const given = readOptions(args, ["email", "role", "name"]);
  if (given.email === undefined || given.role === undefined) return { ok: false, message: usage };
  const password = await firstLine(input);
  const parsed = createSchema.safeParse({ name: given.email.split("@")[0], ...given, password });
  if (!parsed.success) return { ok: false, message: `${complaints(parsed.error)}\n${usage}` };
  const made = await createPerson(parsed.data, CONTEXT);
  const { email, role } = parsed.data;
  return made.ok
    ? { ok: true, message: `${email} can sign in as ${role}.` }
    : { ok: false, message: `${email} exists already; nothing was changed.` };
}

const resetSchema = z.object({ email: emailSchema, password: newPasswordSchema });

/** `reset-password --email E`; the new password is the first line of `input`. */
export async function resetPasswordCommand(args: string[], input: SecretInput): Promise<Outcome> {
  const usage = "Usage: reset-password --email E; the new password comes from standard input.";
  const { email } = readOptions(args, ["email"]);
  if (email === undefined) return { ok: false, message: usage };
  const parsed = resetSchema.safeParse({ email, password: await firstLine(input) });
  if (!parsed.success) return { ok: false, message: `${complaints(parsed.error)}\n${usage}` };
  const reset = await resetPassword(parsed.data, CONTEXT);
  return reset.ok
    ? {
        ok: true,
        message: `${parsed.data.email} has the new password; open sessions ended: ${reset.sessionsEnded}.`,
      }
    : { ok: false, message: `Nobody has the address ${parsed.data.email}; nothing was changed.` };
}

/** The options among `names`, each with a value; none at all when the arguments have another form. */
function readOptions(args: string[], names: string[]): Record<string, string | undefined> {
  const options = Object.fromEntries(names.map((name) => [name, { type: "string" as const }]));
  try {
    return parseArgs({ args, options }).values;
  } catch (err) {
    // An unknown option or a missing value: the caller prints the usage, which says what would be right.
    if (err instanceof TypeError) return {};
    throw err;
  }
}

const complaints = (error: z.ZodError) =>
  error.issues.map(({ path, message }) => `The ${path.join(".")} ${message}.`).join("\n");
