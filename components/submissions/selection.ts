/** A loaded row of the table, as far as selecting it goes. */
export type SelectableRow = {
  id: number;
  /** Whether it can be decided now: nothing else can be selected. */
  open: boolean;
  worker: { id: string; name: string };
  flags: readonly string[];
};

/** What an order for everything is about: also what is not loaded. */
export type Whole =
  | { kind: "filter" }
  | { kind: "worker"; id: string; name: string }
  | { kind: "flag"; code: string };

/** What is selected in the table. Made by `selectionAfter` alone. */
export type Selection = {
  /** The loaded rows, in the order of the table. */
  rows: readonly SelectableRow[];
  /** Picked by hand; each is loaded and open. Empty while `whole` stands. */
  picked: ReadonlySet<number>;
  /** The range that Shift moves, and what was picked before it began. */
  range: { anchor: number; head: number; before: ReadonlySet<number> } | null;
  /** Everything of a kind, less what was taken out by hand. */
  whole: { of: Whole; except: ReadonlySet<number> } | null;
};

export type SelectionEvent =
  | { type: "listed"; rows: readonly SelectableRow[] }
  | { type: "toggled"; id: number }
  /** Shift-click: everything from the last row that was touched to this one. */
  | { type: "ranged"; id: number }
  /** Shift and an arrow on the row `from`. */
  | { type: "extended"; from: number; step: 1 | -1 }
  /** All that is loaded, or none of it if all is selected already. */
  | { type: "allLoaded" }
  | { type: "whole"; of: Whole }
  | { type: "cleared" };

/** As many as one call of our API takes one by one (lib/decisions/schema.ts), and as it takes out of a filter. */
export const BY_HAND_MOST = 1000;

const NONE: ReadonlySet<number> = new Set();

export const EMPTY_SELECTION: Selection = { rows: [], picked: NONE, range: null, whole: null };

/** Whether a row may be selected now: open, and part of what `whole` is about. */
export function isSelectable({ whole }: Selection, row: SelectableRow): boolean {
  return row.open && (whole === null || belongsTo(whole.of, row));
}

/** Whether a row is selected. */
export function isSelected(selection: Selection, row: SelectableRow): boolean {
  const { whole, picked } = selection;
  if (!isSelectable(selection, row)) return false;
  return whole === null ? picked.has(row.id) : !whole.except.has(row.id);
}

/** How many are selected; `total` is how many a `whole` finds, null as long as that is not known. */
export function selectedCount({ whole, picked }: Selection, total: number | null): number | null {
  if (whole === null) return picked.size;
  return total === null ? null : Math.max(0, total - whole.except.size);
}

/** Whether anything is, or may be, selected. */
export function isAnythingSelected({ whole, picked }: Selection): boolean {
  return whole !== null || picked.size > 0;
}

/** Whether every open row that is loaded is selected; false when there is none. */
export function isAllLoadedSelected(selection: Selection): boolean {
  const open = selection.rows.filter((row) => isSelectable(selection, row));
  return open.length > 0 && open.every((row) => isSelected(selection, row));
}

/** What all rows that were picked by hand have in common, which may be asked for as a whole. */
export function sharedBy({ rows, picked, whole }: Selection): {
  worker: SelectableRow["worker"] | null;
  flags: readonly string[];
} {
  const [first, ...others] = rows.filter(({ id }) => picked.has(id));
  if (first === undefined || whole !== null) return { worker: null, flags: [] };
  return {
    worker: others.every(({ worker }) => worker.id === first.worker.id) ? first.worker : null,
    flags: first.flags.filter((flag) => others.every(({ flags }) => flags.includes(flag))),
  };
}

/** The selection after an event. What is decided never becomes, or stays, selected (held by a property test). */
export function selectionAfter(selection: Selection, event: SelectionEvent): Selection {
  switch (event.type) {
    case "listed":
      return withRows(selection, event.rows);
    case "toggled":
      return toggled(selection, event.id);
    case "ranged":
      return ranged(selection, selection.range?.anchor ?? event.id, event.id);
    case "extended":
      return extended(selection, event);
    case "allLoaded":
      return isAllLoadedSelected(selection) ? cleared(selection) : allLoaded(selection);
    case "whole":
      return { ...selection, picked: NONE, range: null, whole: { of: event.of, except: NONE } };
    case "cleared":
      return cleared(selection);
  }
}

/** Rows may be new, decided, or gone: what is not open any more falls out, everything else stays. */
function withRows(selection: Selection, rows: readonly SelectableRow[]): Selection {
  const open = new Set(rows.filter((row) => row.open).map(({ id }) => id));
  const stillOpen = (ids: ReadonlySet<number>) => new Set([...ids].filter((id) => open.has(id)));
  const { range, picked } = selection;
  const known = new Set(rows.map(({ id }) => id));
  return {
    ...selection,
    rows,
    picked: stillOpen(picked),
    range:
      range !== null && known.has(range.anchor) && known.has(range.head)
        ? { ...range, before: stillOpen(range.before) }
        : null,
  };
}

function toggled(selection: Selection, id: number): Selection {
  const row = selection.rows.find((one) => one.id === id);
  if (row === undefined || !isSelectable(selection, row)) return selection;
  if (selection.whole !== null) {
    const except = flipped(selection.whole.except, id);
    return except.size > BY_HAND_MOST
      ? selection
      : {
          ...selection,
          whole: { ...selection.whole, except },
          range: { anchor: id, head: id, before: NONE },
        };
  }
  const picked = flipped(selection.picked, id);
  return { ...selection, picked, range: { anchor: id, head: id, before: without(picked, id) } };
}

function extended(selection: Selection, { from, step }: { from: number; step: 1 | -1 }): Selection {
  const at = selection.rows.findIndex(({ id }) => id === from);
  const target = at < 0 ? undefined : selection.rows[at + step];
  const goesOn = selection.range?.head === from;
  if (target === undefined) return selection;
  const begun = goesOn
    ? selection
    : { ...selection, range: { anchor: from, head: from, before: selection.picked } };
  return ranged(begun, begun.range?.anchor ?? from, target.id);
}

/** Picks the open rows from `anchor` to `head` beside what was picked before the range began. */
function ranged(selection: Selection, anchor: number, head: number): Selection {
  const places = [anchor, head].map((id) => selection.rows.findIndex((row) => row.id === id));
  const [from = -1, to = -1] = places.toSorted((a, b) => a - b);
  if (from < 0) return selection;
  const between = selection.rows.slice(from, to + 1).filter((row) => isSelectable(selection, row));
  const before = selection.range?.anchor === anchor ? selection.range.before : selection.picked;
  const range = { anchor, head, before };
  if (selection.whole !== null) {
    const except = between.reduce((ids, { id }) => without(ids, id), selection.whole.except);
    return { ...selection, range, whole: { ...selection.whole, except } };
  }
  return { ...selection, range, picked: new Set([...before, ...between.map(({ id }) => id)]) };
}

function allLoaded(selection: Selection): Selection {
  if (selection.whole !== null)
    return { ...selection, whole: { ...selection.whole, except: NONE }, range: null };
  const open = selection.rows.filter((row) => row.open).map(({ id }) => id);
  return { ...selection, picked: new Set(open), range: null };
}

const cleared = ({ rows }: Selection): Selection => ({ ...EMPTY_SELECTION, rows });

function belongsTo(whole: Whole, row: SelectableRow): boolean {
  if (whole.kind === "filter") return true;
  return whole.kind === "worker" ? row.worker.id === whole.id : row.flags.includes(whole.code);
}

const without = (ids: ReadonlySet<number>, id: number) => new Set([...ids].filter((one) => one !== id));
const flipped = (ids: ReadonlySet<number>, id: number) =>
  ids.has(id) ? without(ids, id) : new Set([...ids, id]);
