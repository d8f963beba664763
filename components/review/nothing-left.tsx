"use client";

import { CircleCheckBig, CircleX, Download, Users } from "lucide-react";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { SyncProgress } from "@/components/review/sync-progress";
import type { Company } from "@/components/review/use-claims";
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
  /** Who else is here, and what they hold. */
  company: Company;
  /** One's own decisions that have not arrived yet. */
  onTheirWay: number;
};

/** Stands where the next proof would: still reading, never read, failed, or all decided, and what comes next. */
export function NothingLeft({ campaignId, read, error, campaign, company, onTheirWay }: NothingLeftProps) {
  const t = useTranslations("review.empty");
  const problemText = useProblemText();
  const format = useFormatter();
  const held = company?.heldByOthers ?? 0;
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
      icon={held > 0 ? <Users aria-hidden /> : <CircleCheckBig aria-hidden className="text-approve" />}
      title={
        held === 0
          ? t("title")
          : t("withOthers", {
              count: held,
              known: company?.others.length === 0 ? "no" : "yes",
              names: format.list(company?.others.map(({ name }) => name) ?? []),
            })
      }
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
      {held > 0 ? t("withOthersBody") : t("body")} {onTheirWay > 0 && t("held", { count: onTheirWay })}
    </EmptyState>
  );
}
