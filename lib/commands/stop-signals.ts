/**
 * npm passes a Ctrl-C on although the terminal has already sent it to everybody, so that one key press arrives twice
 * within milliseconds. Only a later one is a second wish.
 */
const ECHO_MS = 500;

/**
 * Calls `stop` at the first SIGTERM, SIGINT or SIGHUP, or when the command that started us (and gave us a channel) is
 * gone. A second signal ends the process at once.
 */
export function onStopSignal(stop: () => void): void {
  let first: number | null = null;
  const wish = () => {
    if (first === null) {
      first = Date.now();
      stop();
    } else if (Date.now() - first > ECHO_MS) {
      process.exit(130);
    }
  };
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, wish);
  process.once("disconnect", wish);
}
