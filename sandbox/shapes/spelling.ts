import { hashText } from "@/sandbox/random";
import type { Settings } from "@/sandbox/settings";

/**
 * Respells a documented object as the contradiction switches want it: nulls for some of the `nullable` fields, an unknown
 * extra field, snake_case names. `identity` makes the nulls of one object the same at every read.
 */
export function respell(
  settings: Settings,
  identity: string,
  fields: Record<string, unknown>,
  nullable: readonly string[],
): Record<string, unknown> {
  const { nulls, extraFields, spelling } = settings.contradictions;
  const shown = { ...fields };
  if (nulls > 0) {
    for (const name of nullable) {
      if (hashText(`${identity}:${name}`) / 4294967296 < nulls) shown[name] = null;
    }
  }
  if (extraFields) shown["internalFlags"] = { schemaVersion: 7, labels: ["beta"], reviewedBy: null };
  return spelling === "snake" ? snakeNames(shown) : shown;
}

/** `remainingAvailabilities` → `remaining_availabilities`, at the first level only. */
export function snakeNames(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );
}
