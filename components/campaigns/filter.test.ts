import { expect, test } from "vitest";
import { addressOf, filterFrom, searched, sorted } from "@/components/campaigns/filter";
import { firstRead, freePlaces } from "@/components/campaigns/parts";
import type { Campaign } from "@/lib/mirror/schema";

function campaign(over: Partial<Campaign>): Campaign {
  return {
    id: "a",
    title: "Survey",
    category: "Surveys",
    status: "Active",
    pay: "2.50",
    location: "In",
    createdAt: "2026-01-01T00:00:00Z",
    totalAvailabilities: 100,
    remainingAvailabilities: 55,
    pending: 12,
    approved: 40,
    rejected: 5,
    undecided: 12,
    oldestPendingAt: "2026-01-02T00:00:00Z",
    successRate: 40,
    approveOnceFull: null,
    nearlyFull: false,
    sweepsAllowed: false,
    countersAt: "2026-01-03T00:00:00Z",
    syncedAt: "2026-01-03T00:00:00Z",
    sync: null,
    ...over,
  };
}

const ids = (campaigns: Campaign[]) => campaigns.map(({ id }) => id);

test("a filter survives the address", () => {
  const filter = { status: "Active", search: "a & b", sort: "pay" } as const;
  expect(filterFrom(new URLSearchParams(addressOf(filter)))).toEqual(filter);
  expect(addressOf({ status: null, search: "", sort: "pending" })).toBe("");
});

test("nonsense in the address counts as not said", () => {
  expect(filterFrom(new URLSearchParams("status=Lost&sort=size&search=%20"))).toEqual({
    status: null,
    search: "",
    sort: "pending",
  });
});

test("search looks at title and category, whatever the case", () => {
  const all = [campaign({ id: "a" }), campaign({ id: "b", title: "Like", category: "Social" })];
  expect(ids(searched(all, "SURV"))).toEqual(["a"]);
  expect(ids(searched(all, "social"))).toEqual(["b"]);
  expect(ids(searched(all, ""))).toEqual(["a", "b"]);
});

test("each order, with what is unknown last and ties by title", () => {
  const all = [
    campaign({ id: "a", title: "C", pending: 1, pay: "0.10", oldestPendingAt: null, createdAt: null }),
    campaign({ id: "b", title: "B", pending: 3, pay: "10.00", oldestPendingAt: "2026-01-02T00:00:00.500Z" }),
    campaign({ id: "c", title: "A", pending: 3, pay: "9.00", createdAt: "2026-02-01T00:00:00Z" }),
  ];
  expect(ids(sorted(all, "pending"))).toEqual(["c", "b", "a"]);
  expect(ids(sorted(all, "oldest"))).toEqual(["c", "b", "a"]);
  expect(ids(sorted(all, "created"))).toEqual(["c", "b", "a"]);
  expect(ids(sorted(all, "title"))).toEqual(["c", "b", "a"]);
  expect(ids(sorted(all, "pay"))).toEqual(["b", "c", "a"]);
});

test("pending ones still count as remaining (the reference's example)", () => {
  expect(freePlaces(campaign({}))).toBe(43);
  expect(freePlaces(campaign({ remainingAvailabilities: 5, pending: 9 }))).toBe(0);
});

test("the first read sums only what was never complete", () => {
  const sync = { read: 1000, total: 12_413, startedAt: "2026-01-03T00:00:00Z", error: null };
  expect(firstRead([campaign({})])).toBeNull();
  expect(firstRead([campaign({}), campaign({ syncedAt: null, sync }), campaign({ syncedAt: null })])).toEqual(
    {
      read: 1000,
      total: 12_470,
    },
  );
  expect(firstRead([campaign({ syncedAt: null, pending: 0, approved: 0, rejected: 0 })])).toBeNull();
});
