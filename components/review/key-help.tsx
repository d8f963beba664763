"use client";

import { useTranslations } from "next-intl";
import { REVIEW_KEYS } from "@/components/review/keys";
import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";

/** All keys of review, read from the map that the handler reads. */
export function KeyHelp({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTranslations("review");
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t("help")} description={t("helpIntro")}>
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2 pb-2">
        {REVIEW_KEYS.map(({ name, shown }) => (
          <div key={name} className="contents">
            <dt className="flex gap-1">
              {shown.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dt>
            <dd>{t(`keys.${name}`)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
