/** The languages of the desk, as BCP 47 tags; the first is the one for everybody else. */
export const LOCALES = ["en", "zh-CN"] as const;
export type Locale = (typeof LOCALES)[number];

/**
 * The language for a person: the one of their profile, else the best of the browser's `Accept-Language` (RFC 9110,
 * section 12.5.4: weights, the first of equals), else English. Any English is `en`, any Chinese `zh-CN`.
 */
export function pickLocale(profile: string | null | undefined, acceptLanguage: string | null): Locale {
  const wished = (acceptLanguage ?? "")
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().split(/\s*;\s*/);
      const weight = parameters.find((parameter) => parameter.startsWith("q="));
      return { tag, weight: weight === undefined ? 1 : Number(weight.slice(2)) };
    })
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag);
  for (const tag of [profile ?? "", ...wished]) {
    const language = tag.toLowerCase().split("-")[0];
    const known = LOCALES.find((locale) => locale.split("-")[0] === language);
    if (known !== undefined) return known;
  }
  return LOCALES[0];
}
