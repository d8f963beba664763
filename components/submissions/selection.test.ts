import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  EMPTY_SELECTION,
  isAllLoadedSelected,
  isAnythingSelected,
  isSelectable,
  isSelected,
  type SelectableRow,
  type Selection,
  type SelectionEvent,
  selectedCount,
  selectionAfter,
  sharedBy,
} from "@/components/submissions/selection";

/** Rows 1 … `count`; every third belongs to Bo and is flagged. */
const rows = (count: number, decided: readonly number[] = []): SelectableRow[] =>
  Array.from({ length: count }, (_, at) => ({
    id: at + 1,
    open: !decided.includes(at + 1),
    worker: at % 3 === 0 ? { id: "bo", name: "Bo" } : { id: "cy", name: "Cy" },
    flags: at % 3 === 0 ? ["reused"] : [],
  }));
const after = (events: SelectionEvent[], start: Selection = EMPTY_SELECTION) =>
  events.reduce(selectionAfter, start);
const listed = (count: number, decided?: readonly number[]): SelectionEvent => ({
  type: "listed",
  rows: rows(count, decided),
});
const toggled = (id: number): SelectionEvent => ({ type: "toggled", id });
const ranged = (id: number): SelectionEvent => ({ type: "ranged", id });
const ids = (selection: Selection) =>
  selection.rows.filter((row) => isSelected(selection, row)).map(({ id }) => id);

describe("picking by hand", () => {
  it("adds and takes out single rows", () => {
    expect(ids(after([listed(5), toggled(2), toggled(4), toggled(2)]))).toEqual([4]);
  });

  it("picks a range from the last touched row, over decided ones, and moves its end", () => {
    const wide = after([listed(9, [4]), toggled(2), ranged(6)]);
    expect(ids(wide)).toEqual([2, 3, 5, 6]);
    expect(ids(after([ranged(3)], wide))).toEqual([2, 3]);
    expect(ids(after([ranged(1)], wide))).toEqual([1, 2]);
  });

  it("keeps what was picked before the range began", () => {
    expect(ids(after([listed(9), toggled(1), toggled(5), ranged(7), ranged(6)]))).toEqual([1, 5, 6]);
  });

  it("grows and shrinks with Shift and arrows from the focused row", () => {
    const down: SelectionEvent = { type: "extended", from: 3, step: 1 };
    const further = after([listed(9), down, { type: "extended", from: 4, step: 1 }]);
    expect(ids(further)).toEqual([3, 4, 5]);
    expect(ids(after([{ type: "extended", from: 5, step: -1 }], further))).toEqual([3, 4]);
    expect(ids(after([listed(2), { type: "extended", from: 2, step: 1 }]))).toEqual([]);
  });

  it("survives rows that are loaded later, and loses what was decided meanwhile", () => {
    const picked = after([listed(5), toggled(2), toggled(4), listed(50)]);
    expect(ids(picked)).toEqual([2, 4]);
    expect(ids(after([listed(50, [4])], picked))).toEqual([2]);
    expect(ids(after([listed(50, [4]), listed(50)], picked))).toEqual([2]);
  });

  it("selects all that is loaded, and then nothing", () => {
    const all = after([listed(4, [2]), { type: "allLoaded" }]);
    expect([ids(all), isAllLoadedSelected(all)]).toEqual([[1, 3, 4], true]);
    expect(isAnythingSelected(after([{ type: "allLoaded" }], all))).toBe(false);
  });

  it("tells what all of them share", () => {
    expect(sharedBy(after([listed(9), toggled(1), toggled(4)]))).toEqual({
      worker: { id: "bo", name: "Bo" },
      flags: ["reused"],
    });
    expect(sharedBy(after([listed(9), toggled(1), toggled(2)]))).toEqual({ worker: null, flags: [] });
  });
});

describe("everything of a kind", () => {
  it("counts what is not loaded, less what is taken out by hand", () => {
    const whole = after([listed(5), { type: "whole", of: { kind: "filter" } }, toggled(3)]);
    expect(ids(whole)).toEqual([1, 2, 4, 5]);
    expect(selectedCount(whole, 312)).toBe(311);
    expect(selectedCount(whole, null)).toBeNull();
    expect(selectedCount(after([toggled(3)], whole), 312)).toBe(312);
  });

  it("is of one worker, or of one flag, and of nobody else", () => {
    for (const of of [
      { kind: "worker", id: "bo", name: "Bo" },
      { kind: "flag", code: "reused" },
    ] as const) {
      const whole = after([listed(5), { type: "whole", of }, toggled(2)]);
      expect(ids(whole)).toEqual([1, 4]);
      expect(ids(after([listed(8)], whole))).toEqual([1, 4, 7]);
    }
  });
});

const event: fc.Arbitrary<SelectionEvent> = fc.oneof(
  fc
    .record({ count: fc.integer({ min: 0, max: 12 }), decided: fc.array(fc.integer({ min: 1, max: 12 })) })
    .map(({ count, decided }) => listed(count, decided)),
  fc.integer({ min: 0, max: 14 }).map(toggled),
  fc.integer({ min: 0, max: 14 }).map(ranged),
  fc.record({
    type: fc.constant("extended" as const),
    from: fc.integer({ min: 0, max: 14 }),
    step: fc.constantFrom(1 as const, -1 as const),
  }),
  fc.constant({ type: "allLoaded" } as const),
  fc.constant({ type: "whole", of: { kind: "filter" } } as const),
  fc.constant({ type: "whole", of: { kind: "worker", id: "bo", name: "Bo" } } as const),
  fc.constant({ type: "cleared" } as const),
);

it("in any order never selects what is decided or not there, counts what it selects, and is cleared whole", () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), (events) => {
      let selection = EMPTY_SELECTION;
      for (const one of events) {
        const before = selection;
        selection = selectionAfter(selection, one);
        const open = new Set(selection.rows.filter((row) => row.open).map(({ id }) => id));
        for (const id of [...selection.picked, ...ids(selection)]) expect(open).toContain(id);
        if (selection.whole === null) expect(ids(selection)).toHaveLength(selection.picked.size);
        else expect(selection.picked.size).toBe(0);
        // Only a person selects: news from the desk at most take away.
        if (one.type === "listed" && selection.whole === null)
          for (const id of selection.picked) expect(before.picked).toContain(id);
        const target = one.type === "ranged" && selection.rows.find(({ id }) => id === one.id);
        if (target && isSelectable(selection, target)) expect(ids(selection)).toContain(target.id);
      }
      expect(isAnythingSelected(selectionAfter(selection, { type: "cleared" }))).toBe(false);
    }),
    { numRuns: 1000 },
  );
});
