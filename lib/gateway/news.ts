import { transaction } from "@/lib/db/client";
import { log } from "@/lib/log";
import { singleton } from "@/lib/process/singleton";
import { emit } from "@/lib/runtime/emit";

const EVERY_MS = 2_000;

const state = () =>
  singleton<{ toldAt: number; timer?: NodeJS.Timeout }>("gateway.news", () => ({ toldAt: 0 }));

/**
 * Tells open pages that the budget is another one: at once, then every two seconds at most. The last change is always
 * told, be it two seconds late: a full hour that nobody hears of would look like a desk that does nothing.
 */
export function tellBudget(): void {
  const told = state();
  if (told.timer !== undefined) return;
  const waitMs = Math.max(0, told.toldAt + EVERY_MS - Date.now());
  told.timer = setTimeout(() => {
    told.timer = undefined;
    told.toldAt = Date.now();
    transaction((tx) => emit(tx, [{ type: "budget" }])).catch((err: unknown) =>
      log().warn({ err }, "open pages could not be told of the budget"),
    );
  }, waitMs);
  told.timer.unref();
}
