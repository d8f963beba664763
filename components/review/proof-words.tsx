"use client";

import { ChevronDown, Flag } from "lucide-react";
import { useTranslations } from "next-intl";
import type { Submission } from "@/lib/mirror/schema";

/** What speaks for a second look. */
export function FlagList({ flags }: { flags: Submission["flags"] }) {
  const t = useTranslations("review.flags");
  if (flags.length === 0) return null;
  return (
    <ul aria-label={t("title")} className="grid gap-1">
      {flags.map((flag) => (
        <li
          key={`${flag.code}/${flag.detail}`}
          className="flex items-start gap-2 rounded-md bg-flag-soft px-2 py-1 text-sm text-flag"
        >
          <Flag aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          <span>{flagWords(flag)}</span>
        </li>
      ))}
    </ul>
  );
}

/** A flag in words: its detail, else its code made readable. */
export function flagWords({ code, detail }: Submission["flags"][number]): string {
  return detail ?? code.replaceAll("_", " ");
}

/** The worker's words: plain text in its own direction. Addresses in it stay text, so that none is opened by accident. */
export function ProofText({ text }: { text: string }) {
  const t = useTranslations("review.text");
  return (
    <div>
      {text.trim() === "" ? (
        <p className="text-muted">{t("none")}</p>
      ) : (
        <p dir="auto" className="text-lg leading-6 wrap-anywhere whitespace-pre-wrap">
          {text}
        </p>
      )}
    </div>
  );
}

/** What the campaign asked for, unfolded on demand; how it was left is kept while one reviews. */
export function AskedFor({
  description,
  open,
  onToggle,
}: {
  description: string;
  open: boolean;
  onToggle: (open: boolean) => void;
}) {
  const t = useTranslations("review.askedFor");
  return (
    <details
      open={open}
      onToggle={(event) => onToggle(event.currentTarget.open)}
      className="group border-t border-line pt-2"
    >
      <summary className="flex list-none items-center gap-1 text-sm font-medium text-muted hover:text-ink [&::-webkit-details-marker]:hidden">
        <span>{t("title")}</span>
        <ChevronDown aria-hidden className="size-4 shrink-0 transition-transform group-open:rotate-180" />
      </summary>
      <p dir="auto" className="mt-1 text-base wrap-anywhere whitespace-pre-wrap">
        {description.trim() === "" ? t("none") : description}
      </p>
    </details>
  );
}
