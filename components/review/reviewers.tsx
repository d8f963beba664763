"use client";

import { useTranslations } from "next-intl";
import { Tooltip } from "@/components/ui/tooltip";

const SHOWN = 4;

/** Who else reviews here now: initials, with the names in words. */
export function Reviewers({ others }: { others: readonly { id: string; name: string }[] }) {
  const t = useTranslations("review.company");
  if (others.length === 0) return null;
  const more = others.length - SHOWN;
  return (
    <ul aria-label={t("label")} className="flex -space-x-1">
      {others.slice(0, SHOWN).map(({ id, name }) => (
        <li key={id}>
          <Tooltip content={t("here", { name })} side="bottom">
            <button
              type="button"
              aria-label={t("here", { name })}
              className="grid size-6 cursor-default place-items-center rounded-full border border-surface bg-accent-soft text-xs font-medium text-accent"
            >
              <span aria-hidden>{initialsOf(name)}</span>
            </button>
          </Tooltip>
        </li>
      ))}
      {more > 0 && <li className="pl-2 text-sm text-muted">{t("more", { count: more })}</li>}
    </ul>
  );
}

/** The first letters of the first and the last word; a name in a script without words shows its first letter. */
function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word) => [...(word ?? "")][0] ?? "",
  );
  return letters.join("").toUpperCase();
}
