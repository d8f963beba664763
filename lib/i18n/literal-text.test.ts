import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Words between tags: what follows a `>` that closes a tag, up to the next tag or brace. */
const TEXT = /(?<![=\s(<-])>([^<>{}()=;:?]*\p{L}{2}[^<>{}()=;?]*)(?=<\/|<\w|\{)/gu;
/** Words in attributes that people see or hear. */
const ATTRIBUTE =
  /\s(?:aria-label|aria-description|title|alt|placeholder|label|description)="([^"]*\p{L}{2}[^"]*)"/gu;
/** Names that are the same in every language. */
const NAMES = new Set(["Proofdesk", "RapidWorkers"]);

/** The words that a component says by itself instead of asking the message files. */
function literals(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
  return [...code.matchAll(TEXT), ...code.matchAll(ATTRIBUTE)]
    .map(([, words = ""]) => words.trim())
    .filter((words) => !NAMES.has(words));
}

test("the check finds literal words, and only those", () => {
  expect(literals('<p className="x">Hello there</p>')).toEqual(["Hello there"]);
  expect(literals("<p>\n  Hello {name}\n</p>")).toEqual(["Hello"]);
  expect(literals('<img alt="A picture" />')).toEqual(["A picture"]);
  expect(literals('// see <b>Hello</b>\n<b>{t("x")}</b>')).toEqual([]);
  expect(
    literals("const f = (a: Map<string, number>) => a.size; const b = <b>{a > limit ? c : d}</b>"),
  ).toEqual([]);
});

const components = ["app", "components"].flatMap((folder) =>
  readdirSync(`${root}/${folder}`, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".tsx") && !file.endsWith(".test.tsx"))
    .map((file) => `${folder}/${file}`),
);

test.each(components)("%s says nothing by itself", (file) => {
  expect(literals(readFileSync(`${root}/${file}`, "utf8"))).toEqual([]);
});
