import { createServer } from "node:net";
import { freePort } from "@/e2e/support/desk";
import { expect, test } from "@/e2e/support/fixtures";
import { runProgram } from "@/e2e/support/program";

/** `npm start` with an environment that cannot work: its exit code, and all that it prints. */
async function refusedStart(env: Record<string, string>) {
  const program = runProgram("lib/commands/start.ts", [], { ...env, NODE_ENV: "production" });
  const code = await program.ended();
  return { code, output: program.output() };
}

/** What a person can read and act on: nothing of where in the program it happened. */
const STACK = /^\s+at |node:internal|\.ts:\d/m;

test("a data folder that another desk uses: who holds it", async ({ desk }) => {
  const { code, output } = await refusedStart({ ...desk.environment, PORT: String(await freePort()) });
  expect(output).toMatch(
    /^Another desk already uses \S+: process \d+ on \S+, since \S+, at http:\/\/localhost:\d+\./m,
  );
  expect(output).toContain(desk.dataDir);
  expect(output).toContain(desk.address);
  expect(output).not.toMatch(STACK);
  expect(code).toBe(1);
  expect((await fetch(`${desk.address}/api/ready`)).status).toBe(200);
});

test("a database that cannot be reached: where, and what to look at", async ({ desk }) => {
  const port = await freePort();
  const { code, output } = await refusedStart({
    ...desk.environment,
    PORT: String(await freePort()),
    DATABASE_URL: `postgresql://desk:hidden@127.0.0.1:${port}/desk`,
  });
  expect(output).toContain(`The database 127.0.0.1:${port}/desk cannot be used: nothing listens there.`);
  expect(output).toContain("DATABASE_URL");
  expect(output).not.toContain("hidden");
  expect(output).not.toMatch(STACK);
  expect(code).toBe(1);
});

test("a port that is taken: which, and what to do", async ({ desk }) => {
  const other = createServer();
  const port = await freePort();
  await new Promise<void>((resolve) => other.listen(port, "127.0.0.1", resolve));
  const { code, output } = await refusedStart({ ...desk.environment, PORT: String(port) });
  other.close();
  expect(output).toBe(`Port ${port} is taken by another program; set PORT to a free one.\n`);
  expect(code).toBe(1);
});

test("no ENCRYPTION_KEYS: what is missing, and how to make it", async ({ desk }) => {
  const { code, output } = await refusedStart({
    ...desk.environment,
    PORT: String(await freePort()),
    ENCRYPTION_KEYS: "",
  });
  expect(output).toMatch(/^ENCRYPTION_KEYS is missing: .*make one with: node -e /m);
  expect(output).not.toMatch(STACK);
  expect(code).toBe(1);
});
