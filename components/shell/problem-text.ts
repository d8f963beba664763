"use client";

import { useTranslations } from "next-intl";
import { ApiError } from "@/lib/http/client";

/** A problem as the person reads it: by its code in their language, else in the desk's own words. */
export function useProblemWords(): (problem: { code: string; words: string }) => string {
  const t = useTranslations("problems");
  return ({ code, words }) => {
    const key = code as Parameters<typeof t>[0];
    return t.has(key) ? t(key) : words;
  };
}

/** How a failed read or change is told; anything that is not a problem of our API means that the desk was not reached. */
export function useProblemText(): (error: Error) => string {
  const t = useTranslations("problems");
  const problemWords = useProblemWords();
  return (error) =>
    error instanceof ApiError
      ? problemWords({ code: error.problem.code, words: error.problem.detail })
      : t("unreachable");
}
