import { db } from "@/lib/db/client";
import { log } from "@/lib/log";
import { singleton } from "@/lib/process/singleton";
import { LIVE_CHANNEL } from "@/lib/runtime/channels";
import { listener } from "@/lib/runtime/listener";

/**
 * Live events in an order in which none is ever skipped. A row's id says when it was written, not when it was
 * committed: a reader that goes by id misses a row that commits late. So events are read in the order of their
 * transactions, and only those below the oldest one still running (`pg_snapshot_xmin`): whatever commits later
 * comes later.
 */
export type FeedEvent = { id: string; place: Place; type: string; data: unknown };

/** A place in the feed, as `Last-Event-ID` carries it: transaction and row. */
export type Place = { xid: bigint; id: bigint };

const BATCH = 500;
/** A committed event behind a transaction that still runs is looked for again this soon, then less and less often. */
const BEHIND_FIRST_MS = 25;
const BEHIND_MOST_MS = 1_000;
/**
 * `pg_snapshot_xmin` knows the transactions of the whole server, a neighbour's long one too. None of ours runs longer
 * than 30 s (lib/db/client.ts), so what is older than this is complete whatever else runs.
 */
const COMPLETE_AFTER_S = 35;
/** Without any notification (a broken listener) the feed still looks this often. */
const POLL_MS = 2_000;

const written = (place: Place) => `${place.xid}-${place.id}`;

function placeOf(text: string): Place | undefined {
  const [, xid, id] = /^(\d{1,19})-(\d{1,19})$/.exec(text) ?? [];
  return xid === undefined || id === undefined ? undefined : { xid: BigInt(xid), id: BigInt(id) };
}

type Row = { id: bigint; xid: bigint; type: string; data: unknown };

async function after(place: Place): Promise<{ events: FeedEvent[]; last: Place }> {
  const rows = await db().$queryRaw<Row[]>`
    SELECT id, xid, type, data FROM live_event
    WHERE (xid, id) > (${place.xid}, ${place.id})
      AND (xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
        OR at < now() - ${COMPLETE_AFTER_S} * interval '1 second')
    ORDER BY xid, id LIMIT ${BATCH}`;
  const end = rows.at(-1);
  return {
    events: rows.map((row) => ({ id: written(row), place: row, type: row.type, data: row.data })),
    last: end === undefined ? place : { xid: end.xid, id: end.id },
  };
}

/** Where the feed stands now: nothing at or below it will come again. */
async function now(): Promise<Place> {
  const [row] = await db().$queryRaw<{ xid: bigint }[]>`
    SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1 AS xid`;
  return { xid: row?.xid ?? 0n, id: 9223372036854775807n };
}

/** `told` is how far it was told: what lies beyond is told next, whoever reads it. */
type Subscriber = { tell: (events: FeedEvent[]) => void; told: Place };

/** One reader per process, however many pages are open: each batch is read once and told to all. */
class Feed {
  readonly #subscribers = new Set<Subscriber>();
  #reading = false;
  #again = false;
  #timer: NodeJS.Timeout | undefined;
  #last: Place | undefined;
  #waits = 0;

  get size(): number {
    return this.#subscribers.size;
  }

  add(subscriber: Subscriber): () => void {
    this.#subscribers.add(subscriber);
    // The feed may have read past the newcomer's place already: it goes back, and the others skip what they know.
    if (this.#last !== undefined && isBefore(subscriber.told, this.#last)) this.#last = subscriber.told;
    this.wake();
    return () => {
      this.#subscribers.delete(subscriber);
    };
  }

  wake(): void {
    if (this.#reading) {
      this.#again = true;
      return;
    }
    this.#reading = true;
    void this.#read().finally(() => {
      this.#reading = false;
      if (this.#again) {
        this.#again = false;
        this.wake();
      }
    });
  }

  async #read(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#subscribers.size === 0) {
      this.#last = undefined;
      return;
    }
    let restMs = POLL_MS;
    try {
      const from = this.#last ?? earliest([...this.#subscribers].map(({ told }) => told));
      this.#last = from;
      const { events, last } = await after(from);
      // A newcomer may have set the feed back while this was read; then its place stands.
      if (this.#last === from) this.#last = last;
      else this.#again = true;
      for (const subscriber of this.#subscribers) {
        const news = events.filter(({ place }) => isBefore(subscriber.told, place));
        // Somebody whose place lies before what was read is told when the feed has gone back to it.
        if (isBefore(subscriber.told, from) || news.length === 0) continue;
        subscriber.told = last;
        subscriber.tell(news);
      }
      if (events.length === BATCH) restMs = 0;
      else if (await this.#behind()) {
        restMs = Math.min(BEHIND_MOST_MS, BEHIND_FIRST_MS * 2 ** this.#waits);
        this.#waits++;
      } else this.#waits = 0;
    } catch (err) {
      log().warn({ err }, "live events could not be read; trying again");
    }
    this.#timer = setTimeout(() => this.wake(), restMs);
  }

  /** Whether committed events wait behind a transaction that still runs. */
  async #behind(): Promise<boolean> {
    const [row] = await db().$queryRaw<{ behind: boolean }[]>`
      SELECT EXISTS (SELECT 1 FROM live_event
        WHERE xid >= pg_snapshot_xmin(pg_current_snapshot())::text::bigint
          AND at >= now() - ${COMPLETE_AFTER_S} * interval '1 second') AS behind`;
    return row?.behind ?? false;
  }
}

const isBefore = (a: Place, b: Place) => a.xid < b.xid || (a.xid === b.xid && a.id < b.id);

const earliest = (places: Place[]): Place =>
  places.reduce((first, place) => (isBefore(place, first) ? place : first), places[0] ?? { xid: 0n, id: 0n });

const feed = () =>
  singleton("feed", () => {
    const made = new Feed();
    listener().on(LIVE_CHANNEL, () => made.wake());
    return made;
  });

/** How many pages of this process listen. */
export const subscriberCount = (): number => feed().size;

/**
 * Tells `tell` every event from now on, or from `lastEventId` on if that is given and still kept. `missed` is true when
 * events between may be gone: the page must read everything again. Returns the way to stop.
 */
export async function subscribe(
  lastEventId: string | null,
  tell: (events: FeedEvent[]) => void,
): Promise<{ stop: () => void; missed: boolean }> {
  const since = lastEventId === null ? undefined : placeOf(lastEventId);
  let place = since ?? (await now());
  const missed = since !== undefined && !(await isKept(since));
  if (since !== undefined && !missed) {
    for (;;) {
      const { events, last } = await after(place);
      if (events.length > 0) tell(events);
      place = last;
      if (events.length < BATCH) break;
    }
  } else if (missed) place = await now();
  return { stop: feed().add({ tell, told: place }), missed };
}

/** Whether nothing after this place was cleared away yet: the event itself, or an older one, is still there. */
async function isKept(place: Place): Promise<boolean> {
  const [row] = await db().$queryRaw<{ kept: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM live_event WHERE (xid, id) <= (${place.xid}, ${place.id})) AS kept`;
  return row?.kept ?? false;
}
