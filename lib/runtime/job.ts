/**
 * A piece of background work. Every replica runs the jobs that are not exclusive; an exclusive one is run by one
 * replica at a time (a lease in the database). `run` does a bounded piece of work and says when it wants to be run
 * again; it throws only on surprises, which are logged and retried with growing waits.
 */
export type Job = {
  name: string;
  exclusive: boolean;
  run(signal: AbortSignal): Promise<{ nextInMs: number }>;
};
