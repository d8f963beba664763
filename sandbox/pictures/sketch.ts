import type { SKRSContext2D } from "@napi-rs/canvas";
import type { Random } from "@/sandbox/random";
import type { Brand } from "@/sandbox/pictures/names";
import type { Phone } from "@/sandbox/pictures/phone";

/** What a page needs to be drawn. `random` is the worker's own; `shared` is the same for everybody of the campaign. */
export type Sketch = {
  ctx: SKRSContext2D;
  phone: Phone;
  brand: Brand;
  random: Random;
  shared: Random;
  /** Name and handle of the worker, drawn on their own so that a doctored copy changes nothing else. */
  person: { name: string; handle: string };
};
