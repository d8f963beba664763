import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";

/** Takes what readline would echo. */
const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => done() });

/**
 * Standard input for a command that reads a secret from it. Typed at a terminal it is asked for and not shown; from a
 * file or a pipe it comes as it is.
 */
export async function* secretInput(prompt: string): AsyncGenerator<Buffer | string> {
  if (!process.stdin.isTTY) {
    yield* process.stdin;
    return;
  }
  process.stderr.write(`${prompt}: `);
  const terminal = createInterface({ input: process.stdin, output: nowhere(), terminal: true });
  // Ctrl-C, which readline takes from the terminal, ends the command as it would elsewhere.
  terminal.on("SIGINT", () => process.exit(130));
  try {
    yield await terminal.question("");
  } finally {
    terminal.close();
    process.stderr.write("\n");
  }
}
