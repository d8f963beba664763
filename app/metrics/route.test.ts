import { afterAll, beforeAll, expect, test } from "vitest";
import { GET } from "@/app/metrics/route";
import { TEST_ORIGIN, testDesk } from "@/e2e/support/test-desk";

const TOKEN = "only-for-a-monitor";
let desk: Awaited<ReturnType<typeof testDesk>>;
beforeAll(async () => {
  desk = await testDesk({ METRICS_TOKEN: TOKEN });
});
afterAll(() => desk.close());

const ask = (headers: Record<string, string>) =>
  GET(new Request(`${TEST_ORIGIN}/metrics`, { headers }), { params: Promise.resolve({}) });

test("whoever holds the token gets the figures as Prometheus takes them", async () => {
  for (const authorization of [`Bearer ${TOKEN}`, `bearer  ${TOKEN}`]) {
    const response = await ask({ authorization });
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
    expect(await response.text()).toContain(
      '\n# TYPE proofdesk_paused gauge\nproofdesk_paused{reason="no_key"} 1\n',
    );
  }
});

test("nobody else gets any", async () => {
  for (const authorization of ["", TOKEN, "Bearer", `Bearer ${TOKEN}x`, `Basic ${TOKEN}`]) {
    const response = await ask({ authorization });
    expect([response.status, response.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
    expect(await response.text()).not.toContain("proofdesk_");
  }
  expect((await ask({})).status).toBe(401);
});
