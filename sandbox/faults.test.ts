import { expect, test } from "vitest";
import { openSandbox } from "@/sandbox/open-sandbox";

const kinds = ["500", "502", "503", "429", "timeout", "reset", "html"] as const;
const cases = [
  ...kinds.flatMap((kind) => [[kind, "before"] as const, [kind, "after"] as const]),
  ["truncated", "after"] as const,
];

test.each(cases)("fault %s %s the effect", async (kind, when) => {
  const sandbox = await openSandbox({
    settings: { faults: [{ endpoint: "approve", kind, when, times: 1, holdMs: 80 }] },
  });
  const { id, path, submissionIds } = await sandbox.campaign({ pending: 1, total: 3 });
  const url = `${path}${submissionIds[0]}/approve/`;
  const broken = ["timeout", "reset", "truncated", "502", "503", "html"].includes(kind);
  const attempt = sandbox.post(url);
  if (broken) await expect(attempt).rejects.toThrow();
  else expect((await attempt).status).toBe(Number(kind));

  const truth = await sandbox.control("GET", `campaigns/${id}/submissions/${submissionIds[0]}`);
  expect(truth.body.status).toBe(when === "after" ? "Approved" : "Pending");
  const { body } = await sandbox.control("GET", "requests");
  expect(body.requests[0]).toMatchObject({ endpoint: "approve", fault: `${kind}:${when}` });
  expect((await sandbox.post(url)).status).toBe(when === "after" ? 400 : 200);
});

test("rules reach one endpoint, all orders, or everything, at a repeatable rate", async () => {
  const run = async () => {
    const sandbox = await openSandbox({ seed: "faulty" });
    await sandbox.control("PUT", "settings", { faults: [{ endpoint: "order", kind: "503", rate: 0.5 }] });
    const outcomes: string[] = [];
    for (let index = 0; index < 40; index += 1) {
      const order = { link: "https://example.com", quantity: 6 };
      outcomes.push(
        await sandbox.post("/api/jobs/9gag-upvotes/", order).then(
          () => "ok",
          () => "fault",
        ),
      );
    }
    expect(await sandbox.balance()).toMatch(/^\d/);
    return outcomes;
  };
  const first = await run();
  expect(first.filter((outcome) => outcome === "fault").length).toBeGreaterThan(8);
  expect(first).toContain("ok");
  expect(await run()).toEqual(first);
});

test("another setting leaves a rule's count of strikes alone; new rules start afresh", async () => {
  const faults = [{ endpoint: "balance", kind: "500", times: 1 }];
  const sandbox = await openSandbox();
  const status = async () => (await sandbox.post("/account/get_balance")).status;
  await sandbox.control("PUT", "settings", { faults });
  expect([await status(), await status()]).toEqual([500, 200]);
  await sandbox.control("PUT", "settings", { rejectGuard: "400" });
  expect(await status()).toBe(200);
  await sandbox.control("PUT", "settings", { faults });
  expect([await status(), await status()]).toEqual([500, 200]);
});

test("latency is added to every call", async () => {
  const sandbox = await openSandbox({ settings: { latency: { fixedMs: 60 } } });
  const started = performance.now();
  await sandbox.balance();
  expect(performance.now() - started).toBeGreaterThanOrEqual(58);
});
