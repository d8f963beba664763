import { lineOf, runProgram } from "@/e2e/support/program";

/** One effect in the sandbox's record, as far as the tests look at it. */
export type Effect = {
  seq: number;
  kind: string;
  campaignId?: string;
  submissionId?: number;
  submissionIds?: number[];
  notes?: string | null;
};

/** The simulated marketplace in a process of its own, with its control calls. */
export async function startMarketplace(args: string[] = []) {
  const program = runProgram("sandbox/main.ts", ["--port", "0", ...args], {});
  const [line] = await lineOf(program, /^\{.*\}$/m);
  const { address, key } = JSON.parse(line) as { address: string; key: string };
  const control = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${address}/__sandbox/${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    if (!response.ok) throw new Error(`the sandbox answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  };
  return {
    address,
    key,
    host: new URL(address).host,
    control,
    /** Everything that changed there since effect `since`, arrivals left out. */
    effects: async (since = 0) =>
      (await control<{ effects: Effect[] }>("GET", `record?since=${since}`)).effects.filter(
        ({ kind }) => kind !== "arrival",
      ),
    /** The number of the last effect, to ask from later. */
    lastEffect: async () => (await control<{ last: number }>("GET", "record")).last,
    set: (settings: unknown) => control("PUT", "settings", settings),
    stop: program.stop,
  };
}

export type Marketplace = Awaited<ReturnType<typeof startMarketplace>>;
