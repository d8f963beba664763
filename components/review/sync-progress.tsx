"use client";

import { useTranslations } from "next-intl";
import type { Campaign } from "@/lib/mirror/schema";

/** How far the reading of a campaign's submissions is: "1,000 of 12,413" over a bar. */
export function SyncProgress({ sync }: { sync: NonNullable<Campaign["sync"]> }) {
  const t = useTranslations("review.sync");
  const words =
    sync.total === null
      ? t("open", { read: sync.read })
      : t("progress", { read: sync.read, total: Math.max(sync.total, sync.read) });
  return (
    <div className="grid w-56 gap-1 text-sm">
      <progress
        aria-label={t("label")}
        className="h-1.5 w-full accent-sending"
        {...(sync.total === null ? {} : { value: sync.read, max: Math.max(1, sync.total) })}
      />
      <span className="text-muted tabular-nums">{words}</span>
      {sync.error !== null && <span className="text-held">{t("waits")}</span>}
    </div>
  );
}
