import { expect, test } from "vitest";
import { GET } from "@/app/metrics/route";
import { TEST_ORIGIN, testDesk } from "@/e2e/support/test-desk";

test("without METRICS_TOKEN there is nothing there, whatever token is sent", async () => {
  const desk = await testDesk({ METRICS_TOKEN: "" });
  for (const authorization of ["", "Bearer", "Bearer undefined"]) {
    const request = new Request(`${TEST_ORIGIN}/metrics`, { headers: { authorization } });
    expect((await GET(request, { params: Promise.resolve({}) })).status).toBe(404);
  }
  await desk.close();
});
