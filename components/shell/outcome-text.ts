"use client";

import { useTranslations } from "next-intl";

type OutcomeError = { code: string; message: string | null };

/**
 * Why a decision (or a sweep) is not carried out as asked: the sentence of its code in the person's language, then
 * RapidWorkers' own words, which stay as they are. A code without a sentence shows the words, else itself.
 */
export function useOutcomeText(of: "decision" | "sweep"): (error: OutcomeError) => string {
  const t = useTranslations("outcomes");
  return ({ code, message }) => {
    const key = `${of}.${code}` as Parameters<typeof t.has>[0];
    if (!t.has(key)) return message ?? code;
    const sentence = t(key as "decision.refused");
    return message === null ? sentence : t("quoted", { sentence, words: message });
  };
}
