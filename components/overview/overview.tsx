"use client";

import { useQueries } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { NoCampaigns } from "@/components/campaigns/no-campaigns";
import { firstRead } from "@/components/campaigns/parts";
import { Figures } from "@/components/overview/figures";
import { MostPending } from "@/components/overview/most-pending";
import { NeedsYou } from "@/components/overview/needs-you";
import { PageHeading } from "@/components/shell/page-heading";
import { StaleNotice, Unreadable } from "@/components/shell/stale-notice";
import { Notice } from "@/components/ui/notice";
import { budgetQuery } from "@/lib/gateway/queries";
import { balanceQuery, campaignsQuery, overviewQuery } from "@/lib/mirror/queries";

/** The overview: reads the four sources and lays them out. */
export function OverviewPanel() {
  const t = useTranslations("overview");
  const lists = useTranslations("campaigns");
  const [overview, campaigns, balance, budget] = useQueries({
    queries: [overviewQuery, campaignsQuery, balanceQuery, budgetQuery],
  });
  const failed = [overview, campaigns, balance, budget].find(({ error }) => error !== null);
  const failure = failed?.error && {
    error: failed.error,
    retrying: failed.isFetching,
    onRetry: () => void Promise.all([overview, campaigns, balance, budget].map((read) => read.refetch())),
  };
  const reading = campaigns.data && firstRead(campaigns.data);
  return (
    <div className="flex max-w-6xl flex-col gap-4 p-4">
      <PageHeading title={t("title")} />
      {failure && failed.data !== undefined && <StaleNotice {...failure} readAt={failed.dataUpdatedAt} />}
      {failure && failed.data === undefined && <Unreadable {...failure} title={t("unreadable")} />}
      {reading && <Notice title={lists("firstRead.title")}>{lists("firstRead.body", reading)}</Notice>}
      <Figures overview={overview.data} balance={balance.data} budget={budget.data} />
      {campaigns.data?.length === 0 && (
        <div className="rounded-md border border-line bg-surface">
          <NoCampaigns />
        </div>
      )}
      {overview.data && campaigns.data && campaigns.data.length > 0 && (
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <NeedsYou overview={overview.data} paused={budget.data?.paused ?? []} campaigns={campaigns.data} />
          <MostPending campaigns={campaigns.data} />
        </div>
      )}
    </div>
  );
}
