"use client";

import { useTranslations } from "next-intl";
import { useLayoutEffect, useRef, useState } from "react";

/** The campaign's description as plain text: two lines, the rest on demand. */
export function CampaignDescription({ text }: { text: string }) {
  const t = useTranslations("review.campaign");
  const words = useRef<HTMLParagraphElement>(null);
  const [open, setOpen] = useState(false);
  const [long, setLong] = useState(false);
  useLayoutEffect(() => {
    const node = words.current;
    if (node !== null && !open) setLong(node.scrollHeight > node.clientHeight + 1);
  }, [open]);
  if (text.trim() === "") return null;
  return (
    <section aria-label={t("description")} className="max-w-3xl">
      <p ref={words} dir="auto" className={`wrap-anywhere whitespace-pre-wrap ${open ? "" : "line-clamp-2"}`}>
        {text}
      </p>
      {long && (
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="rounded-md text-sm font-medium text-accent"
        >
          {open ? t("showLess") : t("showMore")}
        </button>
      )}
    </section>
  );
}
