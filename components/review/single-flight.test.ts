import { expect, it } from "vitest";
import { singleFlight } from "@/components/review/single-flight";

/** Work that ends when told; counts how much of it runs at once. */
function setUp() {
  const ends: ((fails?: boolean) => void)[] = [];
  let running = 0;
  let most = 0;
  let begun = 0;
  const ask = singleFlight(async () => {
    most = Math.max(most, ++running);
    const number = ++begun;
    try {
      await new Promise<void>((resolve, reject) =>
        ends.push((fails) => (fails === true ? reject(new Error("no")) : resolve())),
      );
      return number;
    } finally {
      running -= 1;
    }
  });
  return { ask, end: (fails?: boolean) => ends.shift()?.(fails), most: () => most, begun: () => begun };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

it("runs once more for all who ask while it runs, and never beside itself", async () => {
  const { ask, end, most, begun } = setUp();
  const first = ask();
  const others = [ask(), ask(), ask()];
  end();
  expect(await first).toBe(1);
  await settled();
  end();
  expect(await Promise.all(others)).toEqual([2, 2, 2]);
  expect([most(), begun()]).toEqual([1, 2]);
});

it("goes on after a failure, which only its own askers see", async () => {
  const { ask, end } = setUp();
  const first = ask();
  const second = ask();
  end(true);
  await expect(first).rejects.toThrow("no");
  await settled();
  end();
  expect(await second).toBe(2);
  const third = ask();
  end();
  expect(await third).toBe(3);
});
