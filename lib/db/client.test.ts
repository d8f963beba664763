import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDesk } from "@/e2e/support/test-desk";
import { db, transaction } from "@/lib/db/client";

let desk: Awaited<ReturnType<typeof testDesk>>;
beforeAll(async () => {
  desk = await testDesk();
});
afterAll(() => desk.close());

describe("transaction", () => {
  it("runs the victim of a deadlock again, so that both sides get through", async () => {
    await db().rateLimit.createMany({ data: [{ key: "a" }, { key: "b" }] });
    let runs = 0;
    const lockBoth = (first: string, second: string) =>
      transaction(async (tx) => {
        runs++;
        await tx.$executeRaw`SELECT 1 FROM rate_limit WHERE key = ${first} FOR UPDATE`;
        await new Promise((resolve) => setTimeout(resolve, 200));
        await tx.$executeRaw`UPDATE rate_limit SET points = points + 1 WHERE key = ${second}`;
      });
    await Promise.all([lockBoth("a", "b"), lockBoth("b", "a")]);
    expect(runs).toBeGreaterThan(2);
    expect(await db().rateLimit.findMany({ orderBy: { key: "asc" } })).toMatchObject([
      { key: "a", points: 1 },
      { key: "b", points: 1 },
    ]);
  });
});
