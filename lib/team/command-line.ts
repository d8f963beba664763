/** How a command went, and the line to print about it. */
export type Outcome = { ok: boolean; message: string };

/** Where a secret comes from: standard input. An argument would stand in the process list and the shell's history. */
export type SecretInput = AsyncIterable<Buffer | string>;

/** The first line of `input`, without its end; what follows is left unread. */
export async function firstLine(input: SecretInput): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of input) {
    text += typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
    if (text.includes("\n")) break;
  }
  return text.split(/\r?\n/)[0] ?? "";
}
