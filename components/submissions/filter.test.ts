import { describe, expect, it } from "vitest";
import { addressOf, filterFrom, isFiltered } from "@/components/submissions/filter";

describe("the filter in the address", () => {
  it.each([
    ["", { status: null, search: "" }, false],
    ["?status=Pending", { status: "Pending", search: "" }, true],
    ["?status=Approved&search=a%26b", { status: "Approved", search: "a&b" }, true],
  ] as const)("%s is read and written back", (address, filter, filtered) => {
    expect(filterFrom(new URLSearchParams(address))).toEqual(filter);
    expect(addressOf(filter)).toBe(address);
    expect(isFiltered(filter)).toBe(filtered);
  });

  it("does not take what the desk would refuse", () => {
    const read = filterFrom(new URLSearchParams({ status: "Nonsense", search: ` ${"x".repeat(300)}` }));
    expect(read).toEqual({ status: null, search: "x".repeat(200) });
  });
});
