/** A repeatable source of chance: the same label always gives the same sequence, on every machine. */
export type Random = {
  /** A number in [0, 1). */
  fraction(): number;
  /** A whole number from `low` to `high`, both included. */
  integer(low: number, high: number): number;
  /** True with the given probability (0 never, 1 always). */
  chance(probability: number): boolean;
  /** One element; throws RangeError for an empty list. */
  pick<T>(list: readonly T[]): T;
};

/** 32-bit FNV-1a of a text, finished with a mixer so that near labels give far numbers. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Makes the sequence that belongs to `label` (mulberry32). Not for secrets. */
export function createRandom(label: string): Random {
  let state = hashText(label);
  const fraction = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return {
    fraction,
    integer: (low, high) => low + Math.floor(fraction() * (high - low + 1)),
    chance: (probability) => fraction() < probability,
    pick: (list) => {
      const element = list[Math.floor(fraction() * list.length)];
      if (element === undefined) throw new RangeError("cannot pick from an empty list");
      return element;
    },
  };
}

/** A version-4-shaped UUID out of a repeatable sequence. */
export function randomUuid(random: Random): string {
  const digits = Array.from({ length: 32 }, () => random.integer(0, 15).toString(16));
  digits[12] = "4";
  digits[16] = random.integer(8, 11).toString(16);
  const text = digits.join("");
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join(
    "-",
  );
}
