import { describe, expect, it } from "vitest";
import { balanceAfter, confirms } from "@/components/sweeps/confirmation";

describe("confirming", () => {
  it.each([
    ["", 50, true],
    ["", 51, false],
    ["51", 51, true],
    ["50", 51, false],
    ["11,760", 11_760, true],
    ["11.760", 11_760, true],
    ["11 760", 11_760, true],
    ["1176", 11_760, false],
    ["1e4", 10_000, false],
    ["0", 0, false],
  ])("%j for %i pending, typed above 50", (typed, pending, confirmed) => {
    expect(confirms(typed, { pending, typedAbove: 50 })).toBe(confirmed);
  });
});

it("tells what is left of the balance, also when it is too little", () => {
  expect(balanceAfter({ balance: "812.40", cost: "780.00" })).toBe("32.40");
  expect(balanceAfter({ balance: "1.00", cost: "2.50" })).toBe("-1.50");
  expect(balanceAfter({ balance: null, cost: "2.50" })).toBeNull();
});
