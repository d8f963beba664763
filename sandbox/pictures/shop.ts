import type { Drawn } from "@/sandbox/pictures/draw";

const cacheBytes = 32 * 1024 * 1024;
const artists = 2;

/**
 * Draws each picture when it is first asked for and keeps the last ones, 32 MB at most. Two are drawn at a time, so that a
 * page full of pictures neither takes much memory nor holds up the API.
 */
export class PictureShop {
  #kept = new Map<string, Drawn>();
  #size = 0;
  #orders = new Map<string, Promise<Drawn>>();
  #busy = 0;
  #waiting: (() => void)[] = [];

  /** The picture of that name, drawn by `draw` unless it is kept; one drawing serves all who ask meanwhile. */
  get(name: string, draw: () => Promise<Drawn>): Promise<Drawn> {
    const kept = this.#kept.get(name);
    if (kept) {
      this.#kept.delete(name);
      this.#kept.set(name, kept);
      return Promise.resolve(kept);
    }
    const ordered = this.#orders.get(name);
    if (ordered) return ordered;
    const order = this.#work(draw)
      .then((drawn) => this.#keep(name, drawn))
      .finally(() => this.#orders.delete(name));
    this.#orders.set(name, order);
    return order;
  }

  async #work(draw: () => Promise<Drawn>): Promise<Drawn> {
    while (this.#busy >= artists) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#busy += 1;
    try {
      return await draw();
    } finally {
      this.#busy -= 1;
      this.#waiting.shift()?.();
    }
  }

  #keep(name: string, drawn: Drawn): Drawn {
    this.#kept.set(name, drawn);
    this.#size += drawn.bytes.length;
    for (const [oldest, { bytes }] of this.#kept) {
      if (this.#size <= cacheBytes) break;
      this.#kept.delete(oldest);
      this.#size -= bytes.length;
    }
    return drawn;
  }
}
