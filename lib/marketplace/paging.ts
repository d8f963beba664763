import { type EndpointName } from "@/lib/marketplace/endpoints";
import { MarketplaceShapeError } from "@/lib/marketplace/errors";

/** No account comes near it, and the hour has a thousand requests. */
const maxPages = 1000;

/** Watches one walk over a paginated list, so that a vendor that leads in circles ends in an error, not in a loop. */
export class PageWalk {
  readonly #seen = new Set<string>();
  readonly #endpoint: EndpointName;
  #pages = 0;

  constructor(endpoint: EndpointName) {
    this.#endpoint = endpoint;
  }

  /**
   * Takes note of a page's ids, and of whether another page is about to be read.
   * @throws MarketplaceShapeError when more is promised although this page brought nothing new: ending there would pass
   * a part for the whole, and a planner that compares sets must not see a part
   */
  turn(ids: readonly string[], more: boolean): void {
    const before = this.#seen.size;
    for (const id of ids) this.#seen.add(id);
    this.#pages += 1;
    if (!more) return;
    if (this.#seen.size === before)
      throw new MarketplaceShapeError(this.#endpoint, ["next: the pages do not advance"]);
    if (this.#pages >= maxPages)
      throw new MarketplaceShapeError(this.#endpoint, [`next: more than ${maxPages} pages`]);
  }
}
