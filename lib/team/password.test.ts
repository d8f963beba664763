import { expect, test } from "vitest";
import { hashPassword, verifyPassword } from "@/lib/team/password";

test("a hash is Argon2id with 19 MiB and two passes, salted anew each time", async () => {
  const [one, two] = await Promise.all([hashPassword("correct horse"), hashPassword("correct horse")]);
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(one).not.toBe(two);
});

test("only the password itself matches, however its letters are composed", async () => {
  const stored = await hashPassword("caf\u00e9 au lait 1");
  expect(await verifyPassword(stored, "caf\u00e9 au lait 1")).toBe(true);
  expect(await verifyPassword(stored, "cafe\u0301 au lait 1")).toBe(true);
  expect(await verifyPassword(stored, "cafe au lait 1")).toBe(false);
  expect(await verifyPassword(stored, "")).toBe(false);
});

test("nobody's password is never right and takes as long as somebody's", async () => {
  const stored = await hashPassword("correct horse");
  await verifyPassword(null, "warm up");
  const median = async (hash: string | null) => {
    const times: number[] = [];
    for (let round = 0; round < 9; round++) {
      const start = performance.now();
      expect(await verifyPassword(hash, "wrong horse")).toBe(false);
      times.push(performance.now() - start);
    }
    return times.toSorted((a, b) => a - b)[4] ?? 0;
  };
  const [known, unknown] = [await median(stored), await median(null)];
  // Without the work it would be some thousand times faster.
  expect(unknown).toBeGreaterThan(known / 3);
});
