import { isIP } from "node:net";
import { expect, it } from "vitest";
import { resolveHost } from "@/lib/proofs/resolve-host";

it("finds the operator's own names the system's way", async () => {
  const found = await resolveHost("localhost", true, AbortSignal.timeout(5_000));
  expect(found.length).toBeGreaterThan(0);
  expect(found.every((address) => isIP(address) !== 0)).toBe(true);
});

it("answers nothing for a name that nobody has, and gives up when told", async () => {
  const started = Date.now();
  // RFC 6761: `.invalid` is never given out. With a network its name server says so; without, we give up.
  expect(await resolveHost("proofs.invalid", false, AbortSignal.timeout(300))).toEqual([]);
  expect(Date.now() - started).toBeLessThan(3_000);
  expect(await resolveHost("proofs.invalid", true, AbortSignal.timeout(300))).toEqual([]);
});
