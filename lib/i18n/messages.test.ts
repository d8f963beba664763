import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { LOCALES } from "@/lib/i18n/locale";
import { MESSAGES } from "@/lib/i18n/messages";

/** Every message with its path, as `shell.queue.held`. */
function flat(tree: object, path: string[] = []): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]: [string, unknown]): [string, string][] =>
    typeof value === "object" && value !== null
      ? flat(value, [...path, key])
      : [[[...path, key].join("."), String(value)]],
  );
}

/**
 * What a message needs to be given: its ICU arguments with their kinds, and its tags. Plural forms differ between
 * languages and so are not compared; the choices of a `select` must all be there.
 */
function needs(message: string): string[] {
  const found = new Set<string>();
  const read = (text: string) => {
    for (const [, tag] of text.matchAll(/<(\w+)>/g)) found.add(`<${tag}>`);
    for (const inner of groups(text)) {
      const [, name = "", kind = "", rest = ""] =
        /^\s*(\w+)\s*(?:,\s*(\w+))?\s*(?:,([\s\S]*))?$/.exec(inner) ?? [];
      if (name === "") throw new Error(`not an ICU argument: {${inner}}`);
      found.add(`${name}:${kind}`);
      if (kind === "select")
        for (const [, choice] of rest.matchAll(/(\w+)\s*\{/g)) found.add(`${name}=${choice}`);
      if (kind === "plural" || kind === "select") for (const form of groups(rest)) read(form);
    }
  };
  read(message);
  return [...found].toSorted();
}

/** The contents of the outermost braces. */
function groups(text: string): string[] {
  const found: string[] = [];
  let depth = 0;
  let start = 0;
  for (const [at, sign] of [...text].entries()) {
    if (sign === "{" && depth++ === 0) start = at + 1;
    if (sign === "}" && --depth === 0) found.push([...text].slice(start, at).join(""));
    if (depth < 0) throw new Error(`a brace too many: ${text}`);
  }
  if (depth !== 0) throw new Error(`a brace too few: ${text}`);
  return found;
}

const english = flat(MESSAGES.en);

describe.each(LOCALES.filter((locale) => locale !== "en"))("%s", (locale) => {
  const translated = new Map(flat(MESSAGES[locale]));

  test("has the messages that English has, and no others", () => {
    expect([...translated.keys()].toSorted()).toEqual(english.map(([key]) => key).toSorted());
  });

  test.each(english)("%s takes what English takes", (key, message) => {
    expect(needs(translated.get(key) ?? "")).toEqual(needs(message));
  });

  test("every plural has an `other`", () => {
    for (const [key, message] of [...english, ...translated])
      if (message.includes(", plural")) expect(message, key).toMatch(/other \{/);
  });
});

test("every message file is used", () => {
  for (const locale of LOCALES) {
    const files = readdirSync(new URL(`./messages/${locale}`, import.meta.url));
    expect(files.map((file) => file.replace(".json", "")).toSorted()).toEqual(
      Object.keys(MESSAGES[locale]).toSorted(),
    );
  }
});
