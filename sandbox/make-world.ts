import { createHash } from "node:crypto";
import { Decimal } from "decimal.js";
import { FaultDealer } from "@/sandbox/faults";
import { Journal } from "@/sandbox/journal";
import { createRandom } from "@/sandbox/random";
import { RateWindow } from "@/sandbox/rate-window";
import { seedMarket } from "@/sandbox/seed/market";
import { changeSettings, defaultSettings, type SettingsChange } from "@/sandbox/settings";
import type { Scenario, World } from "@/sandbox/world";

/** What a world is made of; everything has a default. */
export type WorldOptions = {
  seed?: string;
  scenario?: Scenario;
  /** Default: derived from the seed. */
  key?: string;
  /** Dollars the employer starts with. */
  balance?: string;
  /** Laid over `defaultSettings()`. */
  settings?: SettingsChange;
  /** What "now" was when the seeded past was made; default: the real time. */
  now?: Date;
};

/** A fresh world: the same seed, scenario and `now` always give the same one. Throws z.ZodError for wrong settings. */
export function makeWorld(options: WorldOptions): World {
  const seed = options.seed ?? "1";
  const scenario = options.scenario ?? "small";
  const market = seedMarket(seed, scenario, options.now ?? new Date());
  market.balance = new Decimal(options.balance ?? "1000.00");
  return {
    key: options.key ?? deriveKey(seed),
    seed,
    scenario,
    settings: changeSettings(defaultSettings(), options.settings ?? {}),
    market,
    journal: new Journal(),
    rate: new RateWindow(),
    faults: new FaultDealer(createRandom(`faults:${seed}`)),
    random: { jitter: createRandom(`jitter:${seed}`), arrivals: createRandom(`arrivals:${seed}`) },
  };
}

function deriveKey(seed: string): string {
  return `rw_sandbox_${createHash("sha256").update(`key:${seed}`).digest("hex").slice(0, 32)}`;
}
