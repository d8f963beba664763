import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { createPerson } from "@/lib/team/create-person";
import { personOf } from "@/lib/team/session";
import { signIn } from "@/lib/team/sign-in";
import { testDesk } from "@/e2e/support/test-desk";

let desk: Awaited<ReturnType<typeof testDesk>>;
beforeAll(async () => {
  desk = await testDesk();
});
afterAll(() => desk.close());

const PASSWORD = "a sentence to remember";
const from = (address: string | null) => ({ address, userAgent: "test" });

async function somebody(): Promise<string> {
  const email = `${randomUUID()}@desk.test`;
  await createPerson(
    { email, name: "Ana", role: "reviewer", password: PASSWORD },
    { actorId: null, by: "test" },
  );
  return email;
}

test("the right password opens a session", async () => {
  const email = await somebody();
  const done = await signIn({ email: ` ${email.toUpperCase()} `, password: PASSWORD }, from("192.0.2.1"));
  if (!done.ok) throw new Error(done.reason);
  expect(await personOf({ sub: done.personId, sid: done.sessionId })).toMatchObject({
    email,
    role: "reviewer",
  });
});

test("wrong password, unknown e-mail and deactivated person look alike; the audit tells them apart", async () => {
  const [wrong, gone, unknown] = [await somebody(), await somebody(), "nobody@desk.test"];
  await db().person.update({ where: { email: gone }, data: { active: false } });
  expect(await signIn({ email: wrong, password: "not this sentence" }, from(null))).toEqual({
    ok: false,
    reason: "wrong",
  });
  expect(await signIn({ email: gone, password: PASSWORD }, from(null))).toEqual({
    ok: false,
    reason: "wrong",
  });
  expect(await signIn({ email: unknown, password: PASSWORD }, from(null))).toEqual({
    ok: false,
    reason: "wrong",
  });
  const events = await db().auditEvent.findMany({
    where: { action: "session.refused" },
    orderBy: { id: "asc" },
  });
  expect(events.map(({ data }) => data)).toEqual([
    { email: wrong, address: null, reason: "wrong password" },
    { email: gone, address: null, reason: "deactivated" },
    { email: unknown, address: null, reason: "unknown e-mail" },
  ]);
});

test("what is no e-mail and password at all is wrong, and no error", async () => {
  for (const typed of [undefined, {}, { email: ["a"], password: 1 }, { email: "x", password: "" }])
    expect(await signIn(typed, from(null))).toEqual({ ok: false, reason: "wrong" });
});

test("ten guesses at an account, however many at once and from however many addresses, then a wait", async () => {
  const email = await somebody();
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, n) =>
      signIn({ email, password: `guess number ${n}` }, from(`198.51.100.${n}`)),
    ),
  );
  expect(answers.filter((answer) => !answer.ok && answer.reason === "wrong")).toHaveLength(10);
  // The right password does not help either: it may have been guessed.
  expect(await signIn({ email, password: PASSWORD }, from("203.0.113.9"))).toEqual({
    ok: false,
    reason: "too_many_attempts",
    minutes: 15,
  });
});

test("a person who gets it right in the end starts anew", async () => {
  const email = await somebody();
  for (let round = 0; round < 3; round++) {
    for (let guess = 0; guess < 6; guess++)
      expect(await signIn({ email, password: "mistyped sentence" }, from(null))).toMatchObject({
        reason: "wrong",
      });
    expect(await signIn({ email, password: PASSWORD }, from(null))).toMatchObject({ ok: true });
  }
});

test("a hundred guesses from one network, at whomever, then a wait; others go on; successes are not counted", async () => {
  const guess = (n: number, address: string) =>
    signIn({ email: `guessed-${n}@desk.test`, password: "some sentence" }, from(address));
  const email = await somebody();
  for (let n = 0; n < 3; n++)
    expect(await signIn({ email, password: PASSWORD }, from("2001:db8:1:2::9"))).toMatchObject({ ok: true });
  // Other addresses of the same /64 are the same caller.
  const answers = await Promise.all(
    Array.from({ length: 120 }, (_, n) => guess(n, `2001:db8:1:2::${n.toString(16)}`)),
  );
  expect(answers.filter((answer) => !answer.ok && answer.reason === "wrong")).toHaveLength(100);
  expect(await signIn({ email, password: PASSWORD }, from("2001:db8:1:2::9"))).toMatchObject({
    reason: "too_many_attempts",
  });
  expect(await signIn({ email, password: PASSWORD }, from("2001:db8:1:3::9"))).toMatchObject({ ok: true });
});
