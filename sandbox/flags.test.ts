import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readFlags } from "@/sandbox/flags";
import { openSandbox } from "@/sandbox/open-sandbox";

const main = fileURLToPath(new URL("./main.ts", import.meta.url));

async function run(...flags: string[]) {
  const child = spawn(process.execPath, ["--import", "tsx", main, ...flags]);
  const output = { out: "", err: "" };
  child.stdout.on("data", (chunk) => {
    output.out += chunk;
    child.kill("SIGTERM");
  });
  child.stderr.on("data", (chunk) => {
    output.err += chunk;
  });
  const [code] = await once(child, "close");
  return { code, ...output };
}

test("flags become options; wrong ones are named", () => {
  expect(readFlags(["--port", "4100", "--limit", "50", "--window-ms", "2000"])).toMatchObject({
    ok: true,
    options: { port: 4100, scenario: "small", settings: { rateLimit: { limit: 50, windowMs: 2000 } } },
  });
  for (const flags of [
    ["--port", "x"],
    ["--port", "70000"],
    ["--scenario", "huge"],
    ["--odd", "1"],
    ["--port"],
  ]) {
    expect(readFlags(flags)).toMatchObject({ ok: false, reason: expect.stringMatching(/^[^\n]+$/) });
  }
});

test("the command prints one JSON line and stops on SIGTERM", async () => {
  const { code, out, err } = await run("--port", "0", "--key", "abc");
  expect(JSON.parse(out)).toEqual({
    address: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    key: "abc",
  });
  expect(out.trim().split("\n")).toHaveLength(1);
  expect({ code, err }).toEqual({ code: 0, err: "" });
});

test("a taken port and a wrong flag are one plain line and exit 1", async () => {
  const sandbox = await openSandbox();
  const { port } = new URL(sandbox.address);
  expect(await run("--port", port)).toEqual({
    code: 1,
    out: "",
    err: `sandbox: port ${port} is already in use\n`,
  });
  expect(await run("--port", "x")).toEqual({
    code: 1,
    out: "",
    err: "sandbox: --port must be a whole number\n",
  });
});
