import { expect, test } from "vitest";
import { tellRefusal, tooManyAttempts } from "@/lib/team/sign-in-refusal";

/** As next-auth 4 carries an error that `authorize` threw. */
const carried = `https://desk.test/api/auth/error?error=${encodeURIComponent(tooManyAttempts(5).message)}`;
const told = "https://desk.test/login?error=too_many_attempts&minutes=5";

test("a program gets 429, the wait, and the address with both", async () => {
  const headers = { "set-cookie": "a=1" };
  const answer = await tellRefusal(Response.json({ url: carried }, { status: 401, headers }));
  expect(answer.status).toBe(429);
  expect(answer.headers.get("retry-after")).toBe("300");
  expect(answer.headers.get("set-cookie")).toBe("a=1");
  expect(await answer.json()).toEqual({ url: told });
});

test("a browser's form is sent to the login page", async () => {
  const answer = await tellRefusal(new Response(null, { status: 302, headers: { location: carried } }));
  expect([answer.status, answer.headers.get("location")]).toEqual([302, told]);
});

test("every other answer stays as it is", async () => {
  const url = "https://desk.test/api/auth/error?error=CredentialsSignin&provider=credentials";
  const wrong = await tellRefusal(Response.json({ url }, { status: 401 }));
  expect([wrong.status, await wrong.json()]).toEqual([401, { url }]);
  const odd = await tellRefusal(Response.json({ url: `${carried}%26x` }, { status: 401 }));
  expect(odd.status).toBe(401);
  const session = await tellRefusal(Response.json({ url: carried }));
  expect([session.status, await session.json()]).toEqual([200, { url: carried }]);
});
