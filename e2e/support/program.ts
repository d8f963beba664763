import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** The folder of package.json. */
export const PROJECT_FOLDER = fileURLToPath(new URL("../../", import.meta.url));

/** A program of ours that runs: what it printed so far, and the ways to end it. */
export type Program = {
  child: ChildProcess;
  /** Everything it wrote to standard output and standard error. */
  output: () => string;
  /** Its exit code, once it has ended by itself. */
  ended: () => Promise<number | null>;
  /** Ends it as an operator would; resolves with its exit code. */
  stop: () => Promise<number | null>;
  /** Ends it as a crash would. */
  kill: () => Promise<void>;
};

/**
 * Starts one of the project's TypeScript programs in a process of its own, as its npm script would. `input` is what it
 * reads from standard input.
 */
export function runProgram(
  script: string,
  args: string[],
  env: Record<string, string>,
  input?: string,
): Program {
  const child = spawn(process.execPath, ["--import", "tsx", script, ...args], {
    cwd: PROJECT_FOLDER,
    env: { ...process.env, NODE_OPTIONS: "", ...env },
    stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
  });
  child.stdin?.end(input);
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  // "close" comes after the last of its output, "exit" may come before.
  const closed = once(child, "close");
  const end = async (signal: "SIGTERM" | "SIGKILL") => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
    return child.exitCode;
  };
  return {
    child,
    output: () => output,
    ended: async () => {
      await closed;
      return child.exitCode;
    },
    stop: () => end("SIGTERM"),
    kill: async () => void (await end("SIGKILL")),
  };
}

/** Waits until the program prints what fits, and gives the match. Throws what it printed when it ends before. */
export async function lineOf(program: Program, pattern: RegExp): Promise<RegExpExecArray> {
  for (;;) {
    const match = pattern.exec(program.output());
    if (match !== null) return match;
    if (program.child.exitCode !== null || program.child.signalCode !== null)
      throw new Error(`the program ended without saying ${pattern}:\n${program.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
