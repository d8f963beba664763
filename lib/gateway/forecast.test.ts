import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { forecast, type Spending } from "@/lib/gateway/forecast";

const now = new Date("2026-03-01T14:00:00Z");
const inMinutes = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const clock = (date: Date | null) => date?.toISOString().slice(11, 16) ?? null;

const quiet: Spending = {
  now,
  limit: 1_000,
  frees: [],
  pace: { decisions: 0, others: 0 },
  callMs: 500,
  waiting: 0,
  goesOnAt: now,
};

describe("forecast", () => {
  const table: [string, Partial<Spending>, fullAt: string | null, queueDoneAt: string | null][] = [
    ["nothing happens", {}, null, null],
    ["few wait, much is free", { waiting: 36 }, null, "14:00"],
    ["a steady pace that the hour carries", { pace: { decisions: 10, others: 2 } }, null, null],
    ["25 decisions a minute fill the hour", { pace: { decisions: 25, others: 0 } }, "14:40", null],
    ["reads alone never fill it", { pace: { decisions: 0, others: 100 } }, null, null],
    [
      "at 20 a minute from 600 used, all of which leave too late",
      { frees: [{ at: inMinutes(50), places: 600 }], pace: { decisions: 20, others: 0 } },
      "14:20",
      null,
    ],
    [
      "places that come free in time",
      { frees: [{ at: inMinutes(10), places: 600 }], pace: { decisions: 10, others: 0 } },
      null,
      null,
    ],
    [
      "the hour is full, the queue goes when places come free",
      { frees: [{ at: inMinutes(65), places: 1_000 }], waiting: 30 },
      null,
      "15:05",
    ],
    [
      "more wait than are free: the rest goes when the first leave",
      { frees: [{ at: inMinutes(30), places: 900 }], waiting: 200 },
      "14:00",
      "14:30",
    ],
    ["more wait than an hour holds", { waiting: 1_500 }, "14:01", "15:01"],
    ["a refusal that ends at ten past", { waiting: 72, goesOnAt: inMinutes(10) }, null, "14:10"],
    [
      "nobody knows when it goes on",
      { waiting: 30, pace: { decisions: 99, others: 0 }, goesOnAt: null },
      null,
      null,
    ],
    ["slow calls", { waiting: 90, callMs: 8_000 }, null, "14:02"],
  ];
  it.each(table)("%s", (_, given, fullAt, queueDoneAt) => {
    const seen = forecast({ ...quiet, ...given });
    expect([clock(seen.fullAt), clock(seen.queueDoneAt)]).toEqual([fullAt, queueDoneAt]);
  });

  const spending = fc.record({
    limit: fc.integer({ min: 20, max: 2_000 }),
    frees: fc.array(
      fc.record({
        at: fc.integer({ min: 1, max: 60 }).map(inMinutes),
        places: fc.integer({ min: 1, max: 30 }),
      }),
      { maxLength: 20 },
    ),
    pace: fc.record({ decisions: fc.nat(40), others: fc.nat(40) }),
    callMs: fc.option(fc.integer({ min: 1, max: 15_000 })),
    waiting: fc.nat(3_000),
    goesOnAt: fc.option(fc.nat(60).map(inMinutes), { freq: 10 }),
  });

  it("never promises the queue before its places can be free, and never a time that is past", () => {
    fc.assert(
      fc.property(spending, (given) => {
        const { fullAt, queueDoneAt } = forecast({ ...quiet, ...given });
        for (const time of [fullAt, queueDoneAt])
          if (time !== null) expect(time.getTime()).toBeGreaterThanOrEqual((given.goesOnAt ?? now).getTime());
        const used = given.frees.reduce((sum, { places }) => sum + places, 0);
        if (used >= given.limit) expect(fullAt).toBeNull();
        if (given.waiting === 0 || given.goesOnAt === null) expect(queueDoneAt).toBeNull();
        else if (queueDoneAt !== null) {
          const minutes = (queueDoneAt.getTime() - now.getTime()) / 60_000;
          const freed = given.frees
            .filter(({ at }) => at <= queueDoneAt)
            .reduce((sum, { places }) => sum + places, 0);
          const most = Math.max(0, given.limit - used) + freed + given.limit * Math.floor(minutes / 60);
          expect(given.waiting).toBeLessThanOrEqual(most + 1e-6);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it("comes later, never sooner, when more waits or less is free", () => {
    fc.assert(
      fc.property(spending, fc.nat(500), (given, more) => {
        const one = forecast({ ...quiet, ...given }).queueDoneAt;
        const two = forecast({ ...quiet, ...given, waiting: given.waiting + more }).queueDoneAt;
        if (one !== null && two !== null) expect(two.getTime()).toBeGreaterThanOrEqual(one.getTime());
      }),
      { numRuns: 3_000 },
    );
  });
});
