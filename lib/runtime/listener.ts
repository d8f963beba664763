import pg from "pg";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { onShutdown } from "@/lib/process/shutdown";
import { singleton } from "@/lib/process/singleton";
import { LIVE_CHANNEL, WAKE_CHANNEL } from "@/lib/runtime/channels";

type Heard = (payload: string) => void;

/** One LISTEN connection per process. Notifications only wake: whoever misses one finds the work at its next look. */
class Listener {
  readonly #heard = new Map<string, Set<Heard>>();
  #client: pg.Client | undefined;
  #stopped = false;

  on(channel: string, heard: Heard): () => void {
    const all = this.#heard.get(channel) ?? new Set();
    this.#heard.set(channel, all.add(heard));
    return () => all.delete(heard);
  }

  async connect(): Promise<void> {
    for (let failures = 0; !this.#stopped; failures++) {
      // After a failed connection a `pg.Client` cannot be used again.
      const client = new pg.Client({
        connectionString: env().databaseUrl,
        application_name: "proofdesk listener",
        keepAlive: true,
        connectionTimeoutMillis: 5_000,
      });
      try {
        const ended = new Promise<unknown>((resolve) => {
          client.on("error", resolve);
          client.on("end", () => resolve(undefined));
        });
        client.on("notification", ({ channel, payload }) => this.#tell(channel, payload ?? ""));
        await client.connect();
        await client.query(`LISTEN ${LIVE_CHANNEL}; LISTEN ${WAKE_CHANNEL}`);
        this.#client = client;
        failures = 0;
        // What was said while nobody listened is looked for now.
        for (const channel of this.#heard.keys()) this.#tell(channel, "");
        const err = await ended;
        if (!this.#stopped) log().warn({ err }, "the listening database connection ended; connecting again");
      } catch (err) {
        log().warn({ err }, "the listening database connection could not be made; trying again");
        await client
          .end()
          .catch((reason: unknown) => log().debug({ err: reason }, "it could not be closed either"));
      }
      if (!this.#stopped)
        await new Promise((resolve) => setTimeout(resolve, Math.min(5_000, 100 * 2 ** failures)));
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#client?.end();
  }

  #tell(channel: string, payload: string): void {
    for (const heard of this.#heard.get(channel) ?? []) heard(payload);
  }
}

/** The process's listener; connects by itself at the first call and again whenever the connection breaks. */
export function listener(): Listener {
  return singleton("listener", () => {
    const made = new Listener();
    onShutdown(() => made.stop());
    void made.connect();
    return made;
  });
}
