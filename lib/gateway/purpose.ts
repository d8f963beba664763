/** What a call is for; it decides how much of the hour may be spent on it. */
export type Purpose = "decision" | "order" | "person" | "background";

/** The last 15 % are kept for decisions and orders, background reads stop at 60 % (design, "Budget"). */
const PERCENT: Record<Purpose, number> = { decision: 100, order: 100, person: 85, background: 60 };

/** How many of an hour's `limit` places may be taken before calls of this purpose wait. */
export const placesFor = (purpose: Purpose, limit: number): number =>
  Math.floor((limit * PERCENT[purpose]) / 100);
