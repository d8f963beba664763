import { expect, test } from "vitest";
import { openSandbox } from "@/sandbox/open-sandbox";

async function someWorker(sandbox: Awaited<ReturnType<typeof openSandbox>>): Promise<string> {
  const { path } = await sandbox.campaign({ pending: 1 });
  return (await sandbox.get(path)).body.results.submissions[0].userId;
}

test("block, list and unblock", async () => {
  const sandbox = await openSandbox();
  const worker = Number([...sandbox.world.market.workers.keys()].at(-1));
  const blocked = await sandbox.post("/api/workers/block/", { worker_id: worker });
  expect(blocked).toMatchObject({ status: 201, body: { success: true, worker_id: worker } });
  expect((await sandbox.post("/api/workers/block/", { worker_id: worker })).status).toBe(400);
  const list = await sandbox.get("/api/workers/blocked/");
  expect(list.body.at(-1)).toEqual({
    worker_id: worker,
    worker_name: expect.any(String),
    blocked_at: expect.any(String),
  });
  expect(await sandbox.post("/api/workers/unblock/", { worker_id: worker })).toMatchObject({ status: 200 });
  expect((await sandbox.post("/api/workers/unblock/", { worker_id: worker })).status).toBe(400);
});

test("missing id and self-block are 400, unknown is 404", async () => {
  const sandbox = await openSandbox();
  for (const verb of ["block", "unblock"]) {
    expect((await sandbox.post(`/api/workers/${verb}/`)).status).toBe(400);
    expect((await sandbox.post(`/api/workers/${verb}/`, { worker_id: 1 })).status).toBe(404);
  }
  const { employer } = sandbox.world.market;
  expect((await sandbox.post("/api/workers/block/", { worker_id: employer })).status).toBe(400);
});

test("a submission's userId works as a number; as a string only when switched (contradiction 3)", async () => {
  const sandbox = await openSandbox();
  const id = await someWorker(sandbox);
  sandbox.world.market.blocked.clear();
  expect((await sandbox.post("/api/workers/block/", { worker_id: id })).status).toBe(404);
  expect((await sandbox.post("/api/workers/block/", { worker_id: Number(id) })).status).toBe(201);
  await sandbox.control("PUT", "settings", { contradictions: { workerIds: "text", blockIds: "any" } });
  const text = await someWorker(sandbox);
  expect(text).toMatch(/^[a-z]{3}-[a-z]{3}-\d+$/);
  sandbox.world.market.blocked.clear();
  expect((await sandbox.post("/api/workers/block/", { worker_id: text })).status).toBe(201);
});
