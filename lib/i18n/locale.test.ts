import { expect, test } from "vitest";
import { pickLocale } from "@/lib/i18n/locale";

test.each([
  ["zh-CN", "en-US,en;q=0.9", "zh-CN"],
  ["en", "zh-CN", "en"],
  [null, "zh-TW,zh;q=0.9,en;q=0.8", "zh-CN"],
  [null, "en-GB;q=0.4, zh;q=0.7", "zh-CN"],
  [null, "de-DE,de;q=0.9,en;q=0.5,zh;q=0.4", "en"],
  [null, "zh;q=0, fr", "en"],
  [null, "", "en"],
  [null, null, "en"],
  ["fr", "zh", "zh-CN"],
] as const)("profile %s, browser %s: %s", (profile, browser, wanted) => {
  expect(pickLocale(profile, browser)).toBe(wanted);
});
