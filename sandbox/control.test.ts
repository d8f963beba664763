import { expect, test } from "vitest";
import { openSandbox } from "@/sandbox/open-sandbox";

test("key and account: 401 without, with a wrong or a revoked key; 404 balance of a gone account", async () => {
  const sandbox = await openSandbox();
  expect((await sandbox.post("/account/get_balance", {}, null)).status).toBe(401);
  expect((await sandbox.post("/account/get_balance", {}, "wrong")).status).toBe(401);
  await sandbox.control("PUT", "settings", { account: "revoked" });
  expect((await sandbox.post("/account/get_balance")).status).toBe(401);
  await sandbox.control("PUT", "settings", { account: "gone" });
  expect(await sandbox.post("/account/get_balance")).toMatchObject({
    status: 404,
    body: { error: "User not found" },
  });
});

test("unknown paths are 404, wrong methods 405, broken JSON 400", async () => {
  const sandbox = await openSandbox();
  expect((await sandbox.get("/api/campaigns")).status).toBe(404);
  expect((await sandbox.get("/account/get_balance")).status).toBe(405);
  const headers = { "x-api-key": sandbox.key };
  const broken = await fetch(`${sandbox.address}/account/get_balance`, {
    method: "POST",
    headers,
    body: "{",
  });
  expect(broken.status).toBe(400);
});

test("settings merge at any depth and refuse what they do not know", async () => {
  const sandbox = await openSandbox();
  const { body } = await sandbox.control("PUT", "settings", { contradictions: { spelling: "snake" } });
  expect(body.contradictions).toMatchObject({ spelling: "snake", campaignList: "array" });
  expect((await sandbox.control("PUT", "settings", { odd: 1 })).status).toBe(400);
  expect(
    (await sandbox.control("PUT", "settings", { faults: [{ endpoint: "nope", kind: "500" }] })).status,
  ).toBe(400);
  expect(sandbox.world.settings.contradictions.spelling).toBe("snake");
});

test("somebody outside decides: the API sees it, the record tells it", async () => {
  const sandbox = await openSandbox();
  const { id, path, submissionIds } = await sandbox.campaign({ pending: 1, total: 3, pay: "1.00" });
  const change = { campaignId: id, submissionId: submissionIds[0], verdict: "approve" };
  expect((await sandbox.control("POST", "outside", change)).body.status).toBe("Approved");
  expect((await sandbox.control("POST", "outside", change)).status).toBe(409);
  expect((await sandbox.post(`${path}${submissionIds[0]}/approve/`)).status).toBe(400);
  const { body } = await sandbox.control("GET", "record");
  expect(body.effects.at(-1)).toMatchObject({ kind: "approve", via: "outside", request: null });
});

test("record and requests answer only what is new, and link effects to requests", async () => {
  const sandbox = await openSandbox();
  const { path, submissionIds } = await sandbox.campaign({ pending: 2, total: 5 });
  await sandbox.post(`${path}${submissionIds[0]}/approve/`);
  const { last } = (await sandbox.control("GET", "record")).body;
  await sandbox.post(`${path}${submissionIds[1]}/approve/`);
  const { effects } = (await sandbox.control("GET", `record?since=${last}`)).body;
  expect(effects).toHaveLength(1);
  const { requests } = (await sandbox.control("GET", "requests?since=1")).body;
  expect(requests).toMatchObject([{ seq: effects[0].request, endpoint: "approve", status: 200 }]);
});

test("submissions arrive at the set rate, never beyond the free places", async () => {
  const sandbox = await openSandbox();
  const { id } = await sandbox.campaign({ total: 3 });
  await sandbox.control("PUT", "settings", { arrivals: { perMinute: 3000, campaignId: id } });
  await expect
    .poll(async () => sandbox.world.market.campaigns.get(id)?.counts.Pending, { timeout: 5000 })
    .toBe(3);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(sandbox.world.market.campaigns.get(id)?.submissions.size).toBe(3);
});

test("reset brings back the start, or another seed, with the same key", async () => {
  const sandbox = await openSandbox();
  await sandbox.campaign({ pending: 5 });
  await sandbox.control("PUT", "settings", { rejectGuard: "400" });
  const { body } = await sandbox.control("POST", "reset", { seed: "2", balance: "5.00" });
  expect(body).toMatchObject({
    seed: "2",
    balance: "5.00",
    effects: 0,
    campaigns: 8,
    settings: { rejectGuard: "overwrites" },
  });
  expect(await sandbox.balance()).toBe("5.00");
});
