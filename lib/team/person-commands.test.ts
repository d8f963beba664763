import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { createPersonCommand, resetPasswordCommand } from "@/lib/team/person-commands";
import { personOf } from "@/lib/team/session";
import { signIn } from "@/lib/team/sign-in";
import { testDesk } from "@/e2e/support/test-desk";

let desk: Awaited<ReturnType<typeof testDesk>>;
beforeAll(async () => {
  desk = await testDesk();
});
afterAll(() => desk.close());

const typed = (...chunks: (string | Buffer)[]) => Readable.from(chunks);
const caller = { address: null, userAgent: null };

test("creates a person who can sign in, with a password that came in pieces", async () => {
  const bytes = Buffer.from("ein längerer Satz\r\nmore\n");
  const made = await createPersonCommand(
    ["--email", "Ben@desk.test", "--role", "manager"],
    typed(bytes.subarray(0, 6), bytes.subarray(6)),
  );
  expect(made).toEqual({ ok: true, message: "ben@desk.test can sign in as manager." });
  expect(await signIn({ email: "ben@desk.test", password: "ein längerer Satz" }, caller)).toMatchObject({
    ok: true,
  });
  expect(await db().person.findUniqueOrThrow({ where: { email: "ben@desk.test" } })).toMatchObject({
    name: "Ben",
    role: "manager",
  });
});

test("an address is taken once", async () => {
  const args = ["--email", "cleo@desk.test", "--role", "viewer", "--name", "Cleo"];
  const password = "a sentence to remember\n";
  const made = await Promise.all([
    createPersonCommand(args, typed(password)),
    createPersonCommand(args, typed(password)),
  ]);
  expect(made.map(({ ok }) => ok).toSorted()).toEqual([false, true]);
  expect(
    await db().auditEvent.count({
      where: { action: "person.created", data: { path: ["email"], equals: "cleo@desk.test" } },
    }),
  ).toBe(1);
});

test("says what is wrong and never the password", async () => {
  for (const [args, words] of [
    [[], "Usage"],
    [["--email"], "Usage"],
    [["--email", "dan@desk.test", "--role", "king"], "The role"],
    [["--email", "dan", "--role", "viewer"], "The email must be an e-mail address."],
    [["--email", "dan@desk.test", "--role", "viewer"], "The password must have at least 12 characters."],
  ] as const) {
    const { ok, message } = await createPersonCommand([...args], typed("geheim\n"));
    expect(ok).toBe(false);
    expect(message).toContain(words);
    expect(message).not.toContain("geheim");
  }
});

test("a reset password counts at once and ends every session", async () => {
  await createPersonCommand(["--email", "eva@desk.test", "--role", "viewer"], typed("the first sentence\n"));
  const before = await signIn({ email: "eva@desk.test", password: "the first sentence" }, caller);
  if (!before.ok) throw new Error(before.reason);
  expect(await resetPasswordCommand(["--email", "eva@desk.test"], typed("the second sentence"))).toEqual({
    ok: true,
    message: "eva@desk.test has the new password; open sessions ended: 1.",
  });
  expect(await personOf({ sub: before.personId, sid: before.sessionId })).toBeNull();
  expect(await signIn({ email: "eva@desk.test", password: "the first sentence" }, caller)).toMatchObject({
    ok: false,
  });
  expect(await signIn({ email: "eva@desk.test", password: "the second sentence" }, caller)).toMatchObject({
    ok: true,
  });
  expect(await resetPasswordCommand(["--email", "no@desk.test"], typed("the second sentence"))).toMatchObject(
    { ok: false },
  );
});
