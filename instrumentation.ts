/**
 * Called by Next once per process, before the first request is answered: makes the first owner where the environment
 * says so, then starts the background work. Loaded lazily, because Next also compiles this file for other runtimes.
 */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { bootstrap } = await import("@/lib/team/bootstrap");
  const { startBackground } = await import("@/lib/background");
  await bootstrap();
  startBackground();
}
