import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const css = readFileSync(new URL("./globals.css", import.meta.url), "utf8");
const THEMES = ["light", "dark"] as const;
const MEANINGS = [
  "verdict-approve",
  "verdict-reject",
  "state-held",
  "state-sending",
  "state-uncertain",
  "state-conflict",
  "mark-flag",
  "accent",
];
const AREAS = ["canvas", "surface", "raised", "sunken"];

/** Luminance (WCAG 2.2) of a token, through OKLab to linear sRGB (CSS Color 4, section 10.7). */
function luminance(token: string, theme: (typeof THEMES)[number]): number {
  const found = new RegExp(`--${token}: light-dark\\(oklch\\(([^)]+)\\), oklch\\(([^)]+)\\)\\)`).exec(css);
  const [l = Number.NaN, chroma = 0, hue = 0] = (found?.[theme === "light" ? 1 : 2] ?? "")
    .split(" ")
    .map(Number);
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const middle = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const channel = (value: number) => Math.min(1, Math.max(0, value));
  return (
    0.2126 * channel(4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short) +
    0.7152 * channel(-1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short) +
    0.0722 * channel(-0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * short)
  );
}

function contrast(one: string, other: string, theme: (typeof THEMES)[number]): number {
  const [dark = Number.NaN, light = Number.NaN] = [luminance(one, theme), luminance(other, theme)].toSorted(
    (x, y) => x - y,
  );
  return (light + 0.05) / (dark + 0.05);
}

describe.each(THEMES)("tokens, %s", (theme) => {
  test.each([...MEANINGS, "text", "text-quiet"].flatMap((text) => AREAS.map((area) => [text, area])))(
    "%s can be read on %s",
    (text = "", area = "") => expect(contrast(text, area, theme)).toBeGreaterThanOrEqual(4.5),
  );

  test.each(MEANINGS)("%s can be read on its soft area, and so can the text", (meaning) => {
    expect(contrast(meaning, `${meaning}-soft`, theme)).toBeGreaterThanOrEqual(4.5);
    expect(contrast("text", `${meaning}-soft`, theme)).toBeGreaterThanOrEqual(4.5);
  });

  test.each(["accent", "verdict-approve", "verdict-reject"])("words can be read on solid %s", (meaning) =>
    expect(contrast("on-solid", meaning, theme)).toBeGreaterThanOrEqual(4.5),
  );

  test.each(["verdict-approve-area", "verdict-reject-area", "state-held-edge", "accent"])(
    "the part of a bar in %s stands out from its track (WCAG 1.4.11)",
    (part) => expect(contrast(part, "sunken", theme)).toBeGreaterThanOrEqual(3),
  );

  test("the edge of a control stands out from its page (WCAG 1.4.11)", () =>
    expect(contrast("line-strong", "surface", theme)).toBeGreaterThanOrEqual(3));
});
