"use client";

import { useTranslations } from "next-intl";
import { RelativeTime } from "@/components/ui/relative-time";
import { Spinner } from "@/components/ui/spinner";
import type { Campaign } from "@/lib/mirror/schema";

/** How fresh a campaign is: how far a read under way has come, or when its counters were last read. */
export function ReadState({ campaign }: { campaign: Pick<Campaign, "sync" | "countersAt"> }) {
  const t = useTranslations("campaigns");
  const { sync, countersAt } = campaign;
  if (sync === null) return <RelativeTime at={countersAt} />;
  if (sync.error !== null)
    return (
      <span title={t("waitingHint")} className="text-held">
        {t("waiting")}
      </span>
    );
  return (
    <span
      title={t("readingLabel")}
      className="inline-flex items-center gap-1.5 align-middle whitespace-nowrap"
    >
      <Spinner className="size-3" />
      {sync.total === null
        ? t("readingOpen", { read: sync.read })
        : t("reading", { read: sync.read, total: sync.total })}
    </span>
  );
}
