import { expect, test } from "vitest";
import { GET as health } from "@/app/api/health/route";
import { GET as ready } from "@/app/api/ready/route";
import { testDesk, TEST_ORIGIN } from "@/e2e/support/test-desk";

const segment = { params: Promise.resolve({}) };
const request = () => new Request(`${TEST_ORIGIN}/api`);

test("readiness follows the database, health does not", async () => {
  const desk = await testDesk();
  const before = await ready(request(), segment);
  expect(before.status).toBe(200);
  expect(await before.json()).toMatchObject({ status: "ready", checks: { database: { status: "ok" } } });

  await desk.close();
  const after = await ready(request(), segment);
  expect(after.status).toBe(503);
  expect(await after.json()).toMatchObject({
    code: "not_ready",
    checks: { database: { status: "failing" } },
  });
  expect((await health(request(), segment)).status).toBe(200);
});
