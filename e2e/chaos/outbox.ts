import { setTimeout as sleep } from "node:timers/promises";
import { type ApiClient, signIn } from "@/e2e/support/api-client";
import type { Desk } from "@/e2e/support/desk";
import type { Credentials } from "@/e2e/support/people";

type Answer<T> = { status: number; body: T };

/** Nothing takes so long at a desk that lives; a connection to one that was killed may hang. */
const GIVE_UP_MS = 10_000;
const RETRY_MS = 150;

/**
 * A person's browser as far as it matters here: what could not be delivered (the desk was killed, the answer got lost) is
 * sent again, word for word and with the same idempotency key, until a desk has answered it.
 */
export class Outbox {
  /** Requests that had to be sent again. */
  retries = 0;
  #next = 0;

  private constructor(private readonly clients: readonly ApiClient[]) {}

  /** Signs in at every desk: a session belongs to the person, a cookie to an address. */
  static async open(desks: readonly Desk[], person: Credentials): Promise<Outbox> {
    return new Outbox(await Promise.all(desks.map(({ address }) => signIn(address, person))));
  }

  /** Sends until answered by something that is no failure of the desk's; the desks take turns. */
  async send<T>(request: (client: ApiClient) => Promise<Answer<unknown>>): Promise<Answer<T>> {
    for (;;) {
      const answer = await attempt(request(this.#client()));
      if (answer !== null && answer.status < 500) return answer as Answer<T>;
      this.retries++;
      await sleep(RETRY_MS);
    }
  }

  #client(): ApiClient {
    const client = this.clients[this.#next++ % this.clients.length];
    if (client === undefined) throw new Error("there is no desk to send to");
    return client;
  }
}

/** The answer, or null when none came. What was thrown does not matter: the request goes out again whatever it was. */
async function attempt(request: Promise<Answer<unknown>>): Promise<Answer<unknown> | null> {
  const giveUp = new AbortController();
  const never = sleep(GIVE_UP_MS, null, { signal: giveUp.signal });
  try {
    return await Promise.race([request, never]);
  } catch {
    return null;
  } finally {
    giveUp.abort();
    never.catch(() => null);
  }
}
