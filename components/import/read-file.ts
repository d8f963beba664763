/** The longest spreadsheet that the desk takes, in characters (lib/decisions/bulk/schema.ts). */
export const CSV_MOST = 20_000_000;

/** The text of a file: UTF-8, or UTF-16 where it says so, as spreadsheets write "Unicode text". */
export async function textOf(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  return new TextDecoder().decode(bytes);
}
