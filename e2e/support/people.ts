import { randomUUID } from "node:crypto";
import { type Desk, OWNER } from "@/e2e/support/desk";
import { runProgram } from "@/e2e/support/program";

export type Credentials = { email: string; password: string };
export type Role = "viewer" | "reviewer" | "manager" | "owner";
export type Person = Credentials & { name: string };

/** The desk's first owner, as BOOTSTRAP_* made them. */
export const owner: Person = { ...OWNER, name: "owner" };

/** A new person at a running desk, made as an operator makes one: `npm run admin -- create-person`. */
export async function createPerson(desk: Desk, role: Role, name: string = role): Promise<Person> {
  const person = { name, email: `${randomUUID()}@desk.example`, password: `a password of ${name}` };
  await admin(
    desk,
    ["create-person", "--email", person.email, "--role", role, "--name", name],
    person.password,
  );
  return person;
}

/** Gives a person a new password, which ends their sessions. */
export async function resetPassword(desk: Desk, person: Person): Promise<Person> {
  const password = `${person.password}, a new one`;
  await admin(desk, ["reset-password", "--email", person.email], password);
  return { ...person, password };
}

async function admin(desk: Desk, args: string[], input: string): Promise<void> {
  const program = runProgram("lib/commands/admin.ts", args, desk.environment, `${input}\n`);
  if ((await program.ended()) !== 0) throw new Error(`admin ${args[0]} failed: ${program.output()}`);
}
