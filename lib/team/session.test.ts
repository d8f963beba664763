import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { endSession, personOf, SESSION_IDLE_MS, SESSION_LIFETIME_MS, startSession } from "@/lib/team/session";
import { testDesk, signedIn } from "@/e2e/support/test-desk";

let desk: Awaited<ReturnType<typeof testDesk>>;
beforeAll(async () => {
  desk = await testDesk();
});
afterAll(() => desk.close());

const DAY_MS = 24 * 60 * 60 * 1000;
const at = (ms: number) => new Date(Date.now() + ms);

test("a session unused for seven days is over, one day less is not", async () => {
  const { personId: sub, sessionId: sid } = await signedIn("viewer");
  expect(await personOf({ sub, sid }, at(SESSION_IDLE_MS + 1000))).toBeNull();
  expect(await personOf({ sub, sid }, at(SESSION_IDLE_MS - DAY_MS))).toMatchObject({ personId: sub });
});

test("a session in daily use still ends thirty days after sign-in", async () => {
  const { personId: sub, sessionId: sid } = await signedIn("viewer");
  for (let day = 1; day < 30; day++)
    expect(await personOf({ sub, sid }, at(day * DAY_MS)), `day ${day}`).not.toBeNull();
  expect(await personOf({ sub, sid }, at(SESSION_LIFETIME_MS + 1000))).toBeNull();
});

test("use is written down at most once a minute", async () => {
  const { personId: sub, sessionId: sid } = await signedIn("viewer");
  const seen = async () =>
    (await db().session.findUniqueOrThrow({ where: { id: sid } })).lastSeenAt.getTime();
  const first = await seen();
  await personOf({ sub, sid }, at(50_000));
  expect(await seen()).toBe(first);
  const later = at(70_000);
  await personOf({ sub, sid }, later);
  expect(await seen()).toBe(later.getTime());
});

test("starting and ending are audited, ending once", async () => {
  const { personId } = await signedIn("viewer");
  const id = await startSession(personId, { address: "192.0.2.7", userAgent: "x".repeat(1000) });
  await endSession(id, "signed out", personId);
  await endSession(id, "signed out", personId);
  const events = await db().auditEvent.findMany({ where: { subject: id }, orderBy: { id: "asc" } });
  expect(events.map(({ action, actorId }) => ({ action, actorId }))).toEqual([
    { action: "session.started", actorId: personId },
    { action: "session.ended", actorId: personId },
  ]);
  expect(events[0]?.data).toEqual({ address: "192.0.2.7", userAgent: "x".repeat(300) });
});
