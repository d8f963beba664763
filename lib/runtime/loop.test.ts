import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { runProgram, type Program } from "@/e2e/support/program";
import { testDesk } from "@/e2e/support/test-desk";
import { db, transaction } from "@/lib/db/client";
import { LEASE_MS, releaseLeases, setDue, takeLease } from "@/lib/runtime/lease";
import { replicaId } from "@/lib/runtime/replica";
import { wakeJob } from "@/lib/runtime/wake";

const processes: Program[] = [];
let desk: Awaited<ReturnType<typeof testDesk>>;
beforeAll(async () => {
  desk = await testDesk();
  await db().$executeRaw`
    CREATE TABLE job_run (
      id bigserial PRIMARY KEY, job text, replica text, began timestamptz DEFAULT clock_timestamp(), ended timestamptz)`;
});
afterAll(async () => {
  await Promise.all(processes.map((program) => program.kill()));
  await desk.close();
});
beforeEach(() => db().$executeRaw`TRUNCATE lease, job_run`);

/** A replica in a process of its own. It runs a job named `name` that notes each run and takes `takesMs`. */
function replica(job: { name: string; exclusive: boolean; takesMs: number; restsMs: number }): Program {
  const program = runProgram("e2e/support/replica.ts", [JSON.stringify(job)], {});
  processes.push(program);
  return program;
}

const runs = (job: string) =>
  db().$queryRaw<{ replica: string; began: Date; ended: Date | null }[]>`
    SELECT replica, began, ended FROM job_run WHERE job = ${job} ORDER BY began`;

async function until<T>(look: () => Promise<T | undefined>, withinMs = 25_000): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (Date.now() > deadline) throw new Error("it did not happen in time");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
const replicasOf = async (job: string) => new Set((await runs(job)).map((run) => run.replica));

/** Here the process is one replica after the other. */
function become(name: string): void {
  (globalThis as never as Record<symbol, string>)[Symbol.for("proofdesk.replica")] = name;
}

describe("a lease", () => {
  it("belongs to one replica at a time, which may keep it, until it runs out or is given back", async () => {
    const home = replicaId();
    become("one");
    expect(await takeLease("job")).toEqual({ dueInMs: expect.closeTo(0, -2) });
    become("two");
    expect(await takeLease("job")).toBeUndefined();
    become("one");
    expect(await takeLease("job")).toBeDefined();
    await db().$executeRaw`UPDATE lease SET until = until - ${LEASE_MS + 1} * interval '1 ms'`;
    become("two");
    expect(await takeLease("job")).toBeDefined();
    become("one");
    await setDue("job", 60_000);
    become("two");
    expect((await takeLease("job"))?.dueInMs).toBeLessThan(1_000);
    await setDue("job", 60_000);
    await releaseLeases();
    become("one");
    expect((await takeLease("job"))?.dueInMs).toBeCloseTo(60_000, -4);
    become(home);
  });

  it("goes to exactly one of many that ask at the same moment", async () => {
    const home = replicaId();
    const asked = Array.from({ length: 16 }, (_, n) => {
      become(`replica ${n}`);
      return takeLease("contested");
    });
    expect((await Promise.all(asked)).filter((lease) => lease !== undefined)).toHaveLength(1);
    become(home);
  });
});

describe("jobs on several replicas", () => {
  it("runs an exclusive job on one at a time; a dead holder's goes on elsewhere; wake-ups are not lost", async () => {
    const job = { name: "exclusive", exclusive: true, takesMs: 30, restsMs: 60_000 };
    const [first, second] = [replica(job), replica(job)];
    await until(async () => ((await runs("exclusive")).length > 0 ? true : undefined));
    const listening = () =>
      until(async () => {
        const [row] = await db().$queryRaw<{ n: number }[]>`
          SELECT count(*)::int AS n FROM pg_stat_activity
          WHERE datname = current_database() AND application_name = 'proofdesk listener'`;
        return (row?.n ?? 0) >= 2 ? true : undefined;
      });
    await listening();

    // Woken often, even while it runs: the last wake-up is followed by a run that began after it.
    for (let n = 0; n < 25; n++) {
      await transaction((tx) => wakeJob(tx, "exclusive"));
      await new Promise((resolve) => setTimeout(resolve, n));
    }
    const lastWake = new Date();
    await transaction((tx) => wakeJob(tx, "exclusive"));
    await until(async () => (await runs("exclusive")).find(({ began }) => began >= lastWake), 5_000);
    const all = await runs("exclusive");
    for (const [n, run] of all.entries()) {
      const next = all[n + 1];
      if (next !== undefined)
        expect(run.ended?.getTime() ?? Infinity).toBeLessThanOrEqual(next.began.getTime());
    }
    expect((await replicasOf("exclusive")).size).toBe(1);

    const [holder] = await replicasOf("exclusive");
    const isHolder = (program: Program) => holder?.includes(`:${program.child.pid}:`) === true;
    await [first, second].find(isHolder)?.kill();
    await transaction((tx) => wakeJob(tx, "exclusive"));
    // The dead process's lease runs out as it would, only sooner. The job is not due for a minute, but it was woken.
    await db().$executeRaw`UPDATE lease SET until = now() + interval '300 ms'`;
    await until(async () => ((await replicasOf("exclusive")).size === 2 ? true : undefined));
  }, 60_000);

  it("runs a shared job on every replica, and wakes them all", async () => {
    const job = { name: "shared", exclusive: false, takesMs: 5, restsMs: 60_000 };
    replica(job);
    replica(job);
    await until(async () => ((await replicasOf("shared")).size === 2 ? true : undefined));
    await new Promise((resolve) => setTimeout(resolve, 500));
    const woken = new Date();
    await transaction((tx) => wakeJob(tx, "shared"));
    await until(async () => {
      const later = (await runs("shared")).filter(({ began }) => began >= woken);
      return new Set(later.map((run) => run.replica)).size === 2 ? true : undefined;
    }, 5_000);
  }, 60_000);
});
