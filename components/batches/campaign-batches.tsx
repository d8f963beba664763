"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { BatchList, type BatchPerson } from "@/components/batches/batch-list";
import { isShown } from "@/components/batches/batch-progress";
import { useDismissed } from "@/components/batches/dismissed";
import { useClock } from "@/components/ui/clock";
import { newestBatchesQuery, openBatchesQuery } from "@/lib/decisions/bulk/queries";

/** The bulk actions of a campaign that run, or ended and need an eye: a calm bar that a reload does not lose. */
export function CampaignBatches({ campaignId, person }: { campaignId: string; person: BatchPerson }) {
  const t = useTranslations("bulk.batch");
  const now = useClock();
  const dismissed = useDismissed();
  const open = useQuery(openBatchesQuery).data ?? [];
  const newest = useQuery(newestBatchesQuery).data ?? [];
  const known = new Map([...newest, ...open].map((batch) => [batch.id, batch]));
  const shown = [...known.values()]
    .filter((batch) => batch.campaignId === campaignId && isShown(batch, dismissed, now))
    .toSorted((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt));
  if (shown.length === 0) return null;
  return (
    <section aria-label={t("label")} className="rounded-md border border-line bg-surface px-3">
      <BatchList label={t("label")} batches={shown} person={person} withPlace={false} />
    </section>
  );
}
