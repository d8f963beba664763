import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDesk } from "@/e2e/support/test-desk";
import { db, transaction } from "@/lib/db/client";
import { emit } from "@/lib/runtime/emit";
import { type FeedEvent, subscribe } from "@/lib/runtime/feed";

let desk: Awaited<ReturnType<typeof testDesk>>;
beforeAll(async () => {
  desk = await testDesk();
});
afterAll(() => desk.close());

const order = (id: string) => ({ type: "order" as const, id });
const idsOf = (events: FeedEvent[]) => events.map(({ data }) => (data as { id: string }).id);

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error("it did not happen within ten seconds");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe("the live feed", () => {
  it("tells nothing that a transaction took back", async () => {
    const heard: FeedEvent[] = [];
    const { stop } = await subscribe(null, (events) => heard.push(...events));
    await expect(
      transaction(async (tx) => {
        await emit(tx, [order("taken back")]);
        throw new Error("rolled back");
      }),
    ).rejects.toThrow("rolled back");
    await transaction((tx) => emit(tx, [order("kept")]));
    await until(() => heard.length > 0);
    expect(idsOf(heard)).toEqual(["kept"]);
    stop();
  });

  it("never skips an event that commits later than a younger one", async () => {
    const heard: FeedEvent[] = [];
    const { stop } = await subscribe(null, (events) => heard.push(...events));
    let commit: () => void = () => {};
    const slow = transaction(async (tx) => {
      await emit(tx, [order("slow")]);
      await new Promise<void>((resolve) => {
        commit = resolve;
      });
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    await transaction((tx) => emit(tx, [order("fast")]));
    await new Promise((resolve) => setTimeout(resolve, 200));
    commit();
    await slow;
    await until(() => heard.length === 2);
    expect(idsOf(heard)).toEqual(["slow", "fast"]);
    stop();
  });

  it("goes on from the last event that a page has seen, each event once, while more arrive", async () => {
    const first: FeedEvent[] = [];
    const { stop } = await subscribe(null, (events) => first.push(...events));
    for (let n = 0; n < 5; n++) await transaction((tx) => emit(tx, [order(`n${n}`)]));
    await until(() => first.length === 5);
    const arriving = (async () => {
      for (let n = 5; n < 40; n++) await transaction((tx) => emit(tx, [order(`n${n}`)]));
    })();
    const again: FeedEvent[] = [];
    const { stop: stopAgain, missed } = await subscribe(first[1]?.id ?? null, (events) =>
      again.push(...events),
    );
    expect(missed).toBe(false);
    await arriving;
    await until(() => again.length >= 38 && first.length >= 40);
    expect(idsOf(again)).toEqual(Array.from({ length: 38 }, (_, n) => `n${n + 2}`));
    expect(idsOf(first)).toEqual(Array.from({ length: 40 }, (_, n) => `n${n}`));
    stop();
    stopAgain();
  });

  it("says so when what was missed is cleared away already", async () => {
    await transaction((tx) => emit(tx, [order("old")]));
    await db().liveEvent.deleteMany();
    expect(await subscribe("1-1", () => {})).toMatchObject({ missed: true });
  });
});
