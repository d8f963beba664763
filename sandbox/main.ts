import { readFlags } from "@/sandbox/flags";
import { startSandbox } from "@/sandbox/server";

/** The command: one JSON line on standard output once it listens, one line on standard error and exit 1 if it cannot. */
async function main(): Promise<void> {
  const flags = readFlags(process.argv.slice(2));
  if (!flags.ok) return giveUp(flags.reason);
  try {
    const sandbox = await startSandbox(flags.options);
    const stop = () => void sandbox.close().then(() => process.exit(0));
    process.once("SIGTERM", stop);
    process.once("SIGINT", stop);
    process.stdout.write(`${JSON.stringify({ address: sandbox.address, key: sandbox.key })}\n`);
  } catch (error) {
    giveUp(listenTrouble(error, flags.options.port ?? 0));
  }
}

function listenTrouble(error: unknown, port: number): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE") return `port ${port} is already in use`;
  if (code === "EACCES") return `no permission to listen on port ${port}`;
  return error instanceof Error ? (error.message.split("\n")[0] ?? error.name) : String(error);
}

function giveUp(reason: string): void {
  process.stderr.write(`sandbox: ${reason}\n`);
  process.exitCode = 1;
}

await main();
