"use client";

import { CircleCheckBig, CircleX, Download } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { SyncProgress } from "@/components/review/sync-progress";
import { useProblemText } from "@/components/shell/problem-text";
import { buttonClass } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Skeleton } from "@/components/ui/skeleton";
import type { Campaign } from "@/lib/mirror/schema";

type NothingLeftProps = {
  campaignId: string | null;
  /** Whether the desk was asked since this page was opened. */
  read: boolean;
  error: Error | null;
  campaign: Campaign | undefined;
  /** One's own decisions that have not arrived yet. */
  onTheirWay: number;
};

/** Stands where the next proof would: still reading, never read, failed, or all decided, and what comes next. */
export function NothingLeft({ campaignId, read, error, campaign, onTheirWay }: NothingLeftProps) {
  const t = useTranslations("review.empty");
  const problemText = useProblemText();
  if (error !== null && !read)
    return (
      <EmptyState icon={<CircleX aria-hidden />} title={t("failed")}>
        <span role="alert">{problemText(error)}</span>
      </EmptyState>
    );
  if (!read) return <Skeleton className="h-full w-full" />;
  if (campaign !== undefined && campaign.syncedAt === null)
    return (
      <EmptyState icon={<Download aria-hidden />} title={t("neverTitle")}>
        <p className="mb-3">{t("never")}</p>
        {campaign.sync !== null && (
          <div className="grid justify-center">
            <SyncProgress sync={campaign.sync} />
          </div>
        )}
      </EmptyState>
    );
  return (
    <EmptyState
      icon={<CircleCheckBig aria-hidden className="text-approve" />}
      title={t("title")}
      actions={
        <>
          <Link href="/campaigns" className={buttonClass()}>
            {t("toCampaigns")}
          </Link>
          {campaignId !== null && (
            <Link href="/review" className={buttonClass("primary")}>
              {t("toAll")}
            </Link>
          )}
        </>
      }
    >
      {t("body")} {onTheirWay > 0 && t("held", { count: onTheirWay })}
    </EmptyState>
  );
}
