"use client";

import { useTranslations } from "next-intl";
import { ApiError } from "@/lib/http/client";

/**
 * How a failed read or change is told to the person: by the problem's code in their language, else in the desk's own
 * words; anything that is not a problem of our API means that the desk was not reached.
 */
export function useProblemText(): (error: Error) => string {
  const t = useTranslations("problems");
  return (error) => {
    if (!(error instanceof ApiError)) return t("unreachable");
    const { code, detail } = error.problem;
    const key = code as Parameters<typeof t>[0];
    return t.has(key) ? t(key) : detail;
  };
}
