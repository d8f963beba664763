/** Where something was found: in what, and in which disguise. */
export type Leak = { source: string; disguise: string };

/**
 * A search for a secret in whatever the desk lets out: as it is, percent-encoded, escaped as in JSON and HTML, in hex, and in
 * base64 or base64url at each of the three places at which it can stand in what was encoded. Hex and percent-encoding
 * are found in either case.
 */
export function leakSearch(secret: string): (source: string, content: string | Buffer) => Leak[] {
  const bytes = Buffer.from(secret);
  const disguises: [name: string, text: string, anyCase: boolean][] = [
    ["as it is", secret, false],
    ["percent-encoded", encodeURIComponent(secret), true],
    ["form-encoded", new URLSearchParams([["", secret]]).toString().slice(1), true],
    ["in JSON", JSON.stringify(secret).slice(1, -1), false],
    ["in JSON, slashes escaped", JSON.stringify(secret).slice(1, -1).replaceAll("/", "\\/"), false],
    ["in JSON within HTML", JSON.stringify(secret).slice(1, -1).replaceAll("&", "\\u0026"), true],
    ["in HTML", secret.replaceAll("&", "&amp;"), false],
    ["in hex", bytes.toString("hex"), true],
    ...[0, 1, 2].flatMap((offset): [string, string, boolean][] =>
      (["base64", "base64url"] as const).map((encoding) => [
        `in ${encoding} after ${offset} bytes`,
        insideOf(bytes, offset, encoding),
        false,
      ]),
    ),
  ];
  return (source, content) => {
    const text = typeof content === "string" ? content : content.toString("latin1");
    const lower = text.toLowerCase();
    return disguises
      .filter(([, wanted, anyCase]) =>
        anyCase ? lower.includes(wanted.toLowerCase()) : text.includes(wanted),
      )
      .map(([disguise]) => ({ source, disguise }));
  };
}

/** The letters of the encoding that depend on the secret alone when `offset` (mod 3) bytes stand before it. */
function insideOf(secret: Buffer, offset: number, encoding: "base64" | "base64url"): string {
  const letters = Buffer.concat([Buffer.alloc(offset), secret]).toString("base64url");
  const first = Math.ceil((offset * 8) / 6);
  const whole = Math.floor(((offset + secret.length) * 8) / 6);
  const inside = letters.slice(first, whole);
  return encoding === "base64url" ? inside : inside.replaceAll("-", "+").replaceAll("_", "/");
}
