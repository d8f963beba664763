/**
 * Runs `work` never twice at the same time. Who asks while it runs gets the run after it, one for all who ask meanwhile:
 * so each answer was begun after it was asked for, and runs reach the desk in their order.
 */
export function singleFlight<T>(work: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | null = null;
  let next: Promise<T> | null = null;
  const start = (): Promise<T> => {
    const run = work().finally(() => {
      running = null;
    });
    running = run;
    return run;
  };
  return () => {
    if (running === null) return start();
    next ??= running.then(again, again);
    return next;
  };
  function again(): Promise<T> {
    next = null;
    return start();
  }
}
