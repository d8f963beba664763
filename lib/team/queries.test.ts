import { expect, test } from "vitest";
import { signInAnswer } from "@/lib/team/queries";

test.each([
  ["http://desk.test/", { ok: true }],
  ["http://desk.test/login?error=CredentialsSignin", { ok: false, reason: "wrong" }],
  ["http://desk.test/login?error=too_many_attempts&minutes=7", { ok: false, reason: "tooMany", minutes: 7 }],
  ["http://desk.test/login?error=too_many_attempts", { ok: false, reason: "tooMany", minutes: 0 }],
  ["http://desk.test/login?error=database_unreachable", { ok: false, reason: "refused" }],
  ["http://desk.test/api/auth/signin?csrf=true", { ok: false, reason: "refused" }],
])("%s", (address, answer) => {
  expect(signInAnswer(address)).toEqual(answer);
});
