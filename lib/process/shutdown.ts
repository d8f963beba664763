import { singleton } from "@/lib/process/singleton";

type ShutdownStep = () => void | Promise<void>;

const steps = () => singleton<ShutdownStep[]>("shutdown", () => []);

/** Registers what must happen before the process ends: streams closed, loops stopped, leases released. */
export function onShutdown(step: ShutdownStep): void {
  steps().push(step);
}

/** Runs every step once, side by side; one that fails does not keep the others from running. Returns the failures. */
export async function runShutdownSteps(): Promise<unknown[]> {
  const results = await Promise.allSettled(
    steps()
      .splice(0)
      .map(async (step) => step()),
  );
  return results.flatMap((result) => (result.status === "rejected" ? [result.reason as unknown] : []));
}
