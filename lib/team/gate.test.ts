import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { db } from "@/lib/db/client";
import { withPublicRoute, withRoute } from "@/lib/team/gate";
import { may, PERMISSIONS, type Permission } from "@/lib/team/permissions";
import { roleSchema } from "@/lib/team/schema";
import { endSession } from "@/lib/team/session";
import { testDesk, sessionCookie, signedIn, TEST_ORIGIN } from "@/e2e/support/test-desk";

let desk: Awaited<ReturnType<typeof testDesk>>;
beforeAll(async () => {
  desk = await testDesk();
});
afterAll(() => desk.close());

const look = withRoute("desk.look", {}, ({ actor }) => Response.json({ personId: actor.personId }));
const decide = withRoute("submissions.decide", { body: z.object({ verdict: z.string() }) }, ({ body }) =>
  Response.json(body),
);

const segment = { params: Promise.resolve({}) };
const get = (cookie?: string) =>
  look(new Request(`${TEST_ORIGIN}/api/x`, { headers: cookie === undefined ? {} : { cookie } }), segment);
const post = (headers: Record<string, string>) =>
  decide(
    new Request(`${TEST_ORIGIN}/api/x`, {
      method: "POST",
      headers,
      body: JSON.stringify({ verdict: "approve" }),
    }),
    segment,
  );
const code = async (response: Response) => ((await response.json()) as { code: string }).code;

test("a signed-in person is let in, under their own id", async () => {
  const { personId, cookie } = await signedIn("viewer");
  const response = await get(`other=1; ${cookie}; last=2`);
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ personId });
});

test("without a cookie, or with one that is not ours, nobody is let in", async () => {
  const { personId, sessionId, cookie } = await signedIn("owner");
  const elsewhere = await signedIn("owner");
  for (const bad of [
    undefined,
    "next-auth.session-token=",
    "next-auth.session-token=eyJhbGciOiJub25lIn0.e30.",
    `${cookie.slice(0, -2)}AA`,
    cookie.replace("next-auth", "__Secure-next-auth"),
    // A token whose person and row do not belong together.
    await sessionCookie(personId, elsewhere.sessionId),
    await sessionCookie(personId, "not-a-uuid"),
  ]) {
    const response = await get(bad);
    expect(response.status, String(bad)).toBe(401);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(await code(response)).toBe("not_signed_in");
  }
  expect((await get(await sessionCookie(personId, sessionId))).status).toBe(200);
});

test("a revoked session is nobody's at the very next request", async () => {
  const { personId, sessionId, cookie } = await signedIn("owner");
  expect((await get(cookie)).status).toBe(200);
  await endSession(sessionId, "revoked", personId);
  expect((await get(cookie)).status).toBe(401);
});

test("a deactivated person is out at the very next request", async () => {
  const { personId, cookie } = await signedIn("owner");
  await db().person.update({ where: { id: personId }, data: { active: false } });
  expect((await get(cookie)).status).toBe(401);
});

test("a changed role counts at the very next request", async () => {
  const { personId, cookie } = await signedIn("viewer");
  const headers = { cookie, origin: TEST_ORIGIN, "content-type": "application/json" };
  expect((await post(headers)).status).toBe(403);
  await db().person.update({ where: { id: personId }, data: { role: "reviewer" } });
  expect((await post(headers)).status).toBe(200);
});

test("every role gets through exactly the gates of its permissions", async () => {
  const outcome: Record<string, number> = {};
  const expected: Record<string, number> = {};
  for (const role of roleSchema.options) {
    const { cookie } = await signedIn(role);
    for (const permission of Object.keys(PERMISSIONS) as Permission[]) {
      const route = withRoute(permission, {}, () => Response.json({}));
      const response = await route(new Request(`${TEST_ORIGIN}/api/x`, { headers: { cookie } }), segment);
      outcome[`${role} ${permission}`] = response.status;
      expected[`${role} ${permission}`] = may(role, permission) ? 200 : 403;
      if (response.status === 403) expect(await code(response)).toBe("not_permitted");
    }
  }
  expect(outcome).toEqual(expected);
  expect(Object.values(outcome).filter((status) => status === 403).length).toBeGreaterThan(10);
});

test("a change with a cookie is taken from our own origin only, as JSON only", async () => {
  const { cookie } = await signedIn("reviewer");
  const json = { cookie, "content-type": "application/json" };
  for (const origin of [
    "http://evil.test",
    "http://desk.test:81",
    "https://desk.test",
    "null",
    `${TEST_ORIGIN}.evil.test`,
  ])
    expect(await code(await post({ ...json, origin })), origin).toBe("foreign_origin");
  expect(await code(await post(json))).toBe("foreign_origin");
  expect((await post({ cookie, origin: TEST_ORIGIN, "content-type": "text/plain" })).status).toBe(415);
  expect((await post({ ...json, origin: TEST_ORIGIN })).status).toBe(200);
});

test("a public route asks nobody who they are", async () => {
  const hello = withPublicRoute({}, ({ actor }) => Response.json({ actor }));
  const response = await hello(new Request(`${TEST_ORIGIN}/api/x`), segment);
  expect(await response.json()).toEqual({ actor: null });
});
