import type { FaultDealer } from "@/sandbox/faults";
import type { Journal } from "@/sandbox/journal";
import type { Market } from "@/sandbox/market/types";
import type { Random } from "@/sandbox/random";
import type { RateWindow } from "@/sandbox/rate-window";
import type { Settings } from "@/sandbox/settings";

export const scenarios = ["small", "medium", "large"] as const;
export type Scenario = (typeof scenarios)[number];

/** All state of one running sandbox. A reset replaces every field but the key. */
export type World = {
  key: string;
  seed: string;
  scenario: Scenario;
  settings: Settings;
  market: Market;
  journal: Journal;
  rate: RateWindow;
  faults: FaultDealer;
  /** Separate sequences, so that more requests do not change who arrives next. */
  random: { jitter: Random; arrivals: Random };
};
