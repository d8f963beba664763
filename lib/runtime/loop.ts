import { log } from "@/lib/log";
import { onShutdown } from "@/lib/process/shutdown";
import { singleton } from "@/lib/process/singleton";
import type { Job } from "@/lib/runtime/job";
import { LEASE_MS, releaseLeases, setDue, takeLease } from "@/lib/runtime/lease";
import { WAKE_CHANNEL } from "@/lib/runtime/channels";
import { listener } from "@/lib/runtime/listener";
import { EVERY_JOB } from "@/lib/runtime/wake";

/** The longest rest: a wake-up that was missed costs no more than this. */
const REST_MAX_MS = 10_000;
const FAILURE_REST_MS = 1_000;

/** Runs one job for ever: run, rest as long as it said, or until somebody wakes it. */
class Runner {
  #wake: (() => void) | undefined;
  #woken = false;
  /** Woken while another replica held the job: should that one have died before it ran, the job is run from here. */
  #owed = false;
  #failures = 0;

  constructor(
    readonly job: Job,
    readonly signal: AbortSignal,
  ) {
    signal.addEventListener("abort", () => this.wake(), { once: true });
  }

  wake(): void {
    this.#woken = true;
    this.#wake?.();
  }

  async run(): Promise<void> {
    while (!this.signal.aborted) {
      const restMs = await this.#turn();
      if (!this.#woken && !this.signal.aborted) await this.#rest(restMs);
    }
  }

  async #turn(): Promise<number> {
    const woken = this.#woken;
    this.#woken = false;
    try {
      const restMs = this.job.exclusive
        ? await this.#exclusiveTurn(woken)
        : (await this.job.run(this.signal)).nextInMs;
      this.#failures = 0;
      return restMs;
    } catch (err) {
      this.#failures++;
      if (!this.signal.aborted)
        log().error({ err, job: this.job.name }, "a background job failed; it is tried again");
      return Math.min(REST_MAX_MS, FAILURE_REST_MS * 2 ** Math.min(this.#failures - 1, 10));
    }
  }

  async #exclusiveTurn(woken: boolean): Promise<number> {
    const lease = await takeLease(this.job.name);
    if (lease === undefined) {
      this.#owed ||= woken;
      return LEASE_MS;
    }
    if (lease.dueInMs > 0 && !woken && !this.#owed) return lease.dueInMs;
    this.#owed = false;
    const renewal = setInterval(() => {
      takeLease(this.job.name).catch((err: unknown) =>
        log().warn({ err, job: this.job.name }, "a lease could not be renewed"),
      );
    }, LEASE_MS / 3);
    try {
      const { nextInMs } = await this.job.run(this.signal);
      await setDue(this.job.name, nextInMs);
      return nextInMs;
    } finally {
      clearInterval(renewal);
    }
  }

  #rest(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.max(0, Math.min(ms, REST_MAX_MS)));
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

const runners = () => singleton("runners", () => new Map<string, Runner>());

/** Starts the background work of this process, once; it ends with the process, its leases given back. */
export function startJobs(jobs: readonly Job[]): void {
  const stop = new AbortController();
  const running = jobs.map((job) => {
    const runner = new Runner(job, stop.signal);
    runners().set(job.name, runner);
    return runner.run();
  });
  listener().on(WAKE_CHANNEL, (name) => {
    if (name !== EVERY_JOB) runners().get(name)?.wake();
    else for (const runner of runners().values()) runner.wake();
  });
  onShutdown(async () => {
    stop.abort();
    await Promise.all(running);
    await releaseLeases();
  });
}

/** Wakes a job in this process only. */
export function wakeHere(name: string): void {
  runners().get(name)?.wake();
}
