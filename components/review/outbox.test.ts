// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from "vitest";
import { freshKey, type OutboxEntry, openOutbox } from "@/components/review/outbox";

const entry = (pressedAt: number): OutboxEntry => ({
  idempotencyKey: freshKey(),
  item: { campaignId: "c1", submissionId: pressedAt, verdict: "reject", notes: "Not done" },
  pressedAt,
  attempted: false,
  undo: false,
});

beforeEach(() => localStorage.clear());

describe("an outbox", () => {
  it("survives a reload with the same keys, in the order of pressing, and only for its person", () => {
    const [late, early] = [entry(2), entry(1)];
    const before = openOutbox(localStorage, "ana");
    before.put(late);
    before.put(early);
    openOutbox(localStorage, "bo").put(entry(3));
    expect(openOutbox(localStorage, "ana").entries()).toEqual([early, late]);
  });

  it("does not overwrite what another tab of the person put in", () => {
    const [one, two] = [openOutbox(localStorage, "ana"), openOutbox(localStorage, "ana")];
    const [first, second] = [entry(1), entry(2)];
    one.put(first);
    two.put(second);
    one.remove(first.idempotencyKey);
    expect(openOutbox(localStorage, "ana").entries()).toEqual([second]);
  });

  it("reads past what it does not understand", () => {
    localStorage.setItem("proofdesk.outbox.ana.x", "{not json");
    localStorage.setItem(
      "proofdesk.outbox.ana.y",
      JSON.stringify({ ...entry(1), idempotencyKey: "no uuid" }),
    );
    expect(openOutbox(localStorage, "ana").entries()).toEqual([]);
  });

  it("keeps a decision in memory when the browser does not store it, and says so", () => {
    const full = {
      ...Object.fromEntries(["key", "getItem", "removeItem"].map((name) => [name, () => null])),
      length: 0,
      setItem: () => {
        throw new DOMException("full", "QuotaExceededError");
      },
    };
    const outbox = openOutbox(full as unknown as Storage, "ana");
    const kept = entry(1);
    outbox.put(kept);
    expect(outbox.entries()).toEqual([kept]);
    expect(outbox.durable()).toBe(false);
  });
});

describe("a fresh key", () => {
  it("is a UUID also where the browser offers no randomUUID", () => {
    vi.stubGlobal("crypto", { getRandomValues: crypto.getRandomValues.bind(crypto) });
    const keys = [freshKey(), freshKey()];
    vi.unstubAllGlobals();
    for (const key of keys)
      expect(key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(keys[0]).not.toBe(keys[1]);
  });
});
