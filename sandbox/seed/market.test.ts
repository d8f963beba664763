import { expect, test } from "vitest";
import { seedMarket } from "@/sandbox/seed/market";

const now = new Date("2025-06-01T12:00:00Z");

test("the same seed gives the same market, another seed another", () => {
  expect(seedMarket("a", "small", now)).toEqual(seedMarket("a", "small", now));
  expect([...seedMarket("b", "small", now).campaigns.keys()]).not.toEqual([
    ...seedMarket("a", "small", now).campaigns.keys(),
  ]);
});

test("another moment moves the times and nothing else", () => {
  const later = new Date(now.getTime() + 86_400_000);
  const texts = (at: Date) =>
    [...seedMarket("a", "small", at).campaigns.values()].flatMap(({ submissions }) =>
      [...submissions.values()].map(({ id, proofText, pictures, status }) => [
        id,
        proofText,
        pictures,
        status,
      ]),
    );
  expect(texts(later)).toEqual(texts(now));
});

test.each([
  ["small", 8, 300],
  ["medium", 20, 3_000],
  ["large", 40, 36_000],
] as const)(
  "%s has its size, all statuses, repeating workers and consistent counters",
  (scenario, campaigns, submissions) => {
    const market = seedMarket("1", scenario, now);
    const mine = [...market.campaigns.values()].filter((campaign) => campaign.mine);
    expect(mine).toHaveLength(campaigns);
    expect(new Set(mine.map(({ status }) => status)).size).toBe(4);
    const all = mine.flatMap((campaign) => [...campaign.submissions.values()]);
    expect(Math.abs(all.length - submissions)).toBeLessThan(campaigns);
    expect(Math.max(...mine.map((campaign) => campaign.submissions.size))).toBe(
      { small: 80, medium: 420, large: 20_000 }[scenario],
    );
    expect(new Set(all.map(({ worker }) => worker)).size).toBeLessThan(all.length);
    for (const campaign of mine) {
      const { Pending, Approved, Rejected } = campaign.counts;
      expect(Pending + Approved + Rejected).toBe(campaign.submissions.size);
      expect(campaign.submissions.size).toBeLessThanOrEqual(campaign.total);
    }
    const copies = all
      .flatMap(({ pictures }) => pictures)
      .filter((picture) => picture.split("-").length === 3);
    expect(copies.length / all.length).toBeGreaterThan(0.03);
    expect(copies.length / all.length).toBeLessThan(0.15);
  },
);
