import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

/** A program that takes a second to stop and then ends with 0. */
async function startSlowStopper() {
  const signals = fileURLToPath(new URL("./stop-signals.ts", import.meta.url));
  const program = `
    import { onStopSignal } from ${JSON.stringify(signals)};
    onStopSignal(() => setTimeout(() => process.exit(0), 1500));
    setInterval(() => undefined, 60_000);
    process.stdout.write("ready");`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", program], {
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  if (!child.stdout) throw new Error("no output");
  await once(child.stdout, "data");
  return { child, ended: once(child, "exit").then(([code]) => code as number) };
}

describe("onStopSignal", () => {
  it("takes the two signals that npm makes of one Ctrl-C for one", async () => {
    const { child, ended } = await startSlowStopper();
    child.kill("SIGINT");
    await sleep(20);
    child.kill("SIGINT");
    expect(await ended).toBe(0);
  });

  it("ends at once at a second Ctrl-C", async () => {
    const { child, ended } = await startSlowStopper();
    child.kill("SIGINT");
    await sleep(700);
    child.kill("SIGINT");
    expect(await ended).toBe(130);
  });

  it("stops when the command that started it is gone", async () => {
    const { child, ended } = await startSlowStopper();
    child.disconnect();
    expect(await ended).toBe(0);
  });
});
