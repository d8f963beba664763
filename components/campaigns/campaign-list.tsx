"use client";

import { useQuery } from "@tanstack/react-query";
import { ListFilter } from "lucide-react";
import { useTranslations } from "next-intl";
import { CampaignFilters } from "@/components/campaigns/campaign-filters";
import { CampaignTable } from "@/components/campaigns/campaign-table";
import { searched, sorted } from "@/components/campaigns/filter";
import { NoCampaigns } from "@/components/campaigns/no-campaigns";
import { firstRead } from "@/components/campaigns/parts";
import { useCampaignFilter } from "@/components/campaigns/use-campaign-filter";
import { PageHeading } from "@/components/shell/page-heading";
import { StaleNotice, Unreadable } from "@/components/shell/stale-notice";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";
import { campaignsQuery } from "@/lib/mirror/queries";
import type { Campaign } from "@/lib/mirror/schema";

/** The campaigns page: reads the list, and shows it or the reason why there is none. */
export function CampaignList() {
  const t = useTranslations("campaigns");
  const { data, error, dataUpdatedAt, isFetching, refetch } = useQuery(campaignsQuery);
  const failed = error === null ? null : { error, retrying: isFetching, onRetry: () => void refetch() };
  return (
    <div className="flex flex-col gap-4 py-4">
      <div className="px-4">
        <PageHeading
          title={t("title")}
          aside={data !== undefined && data.length > 0 && t("count", { count: data.length })}
        />
      </div>
      {failed && data && (
        <div className="px-4">
          <StaleNotice {...failed} readAt={dataUpdatedAt} />
        </div>
      )}
      {failed && !data && <Unreadable {...failed} title={t("states.failed")} />}
      {!failed && !data && <LoadingRows />}
      {data && (data.length === 0 ? <NoCampaigns /> : <Filtered campaigns={data} />)}
    </div>
  );
}

function Filtered({ campaigns }: { campaigns: readonly Campaign[] }) {
  const t = useTranslations("campaigns");
  const { filter, change } = useCampaignFilter();
  const found = searched(campaigns, filter.search);
  const inStatus = (status: string) => found.filter((campaign) => campaign.status === status);
  const shown = sorted(filter.status === null ? found : inStatus(filter.status), filter.sort);
  const reading = firstRead(campaigns);
  return (
    <>
      <div className="flex flex-col gap-3 px-4">
        {reading && <Notice title={t("firstRead.title")}>{t("firstRead.body", reading)}</Notice>}
        <CampaignFilters
          filter={filter}
          counts={{
            all: found.length,
            Active: inStatus("Active").length,
            Pending: inStatus("Pending").length,
            Completed: inStatus("Completed").length,
            Canceled: inStatus("Canceled").length,
          }}
          onChange={change}
        />
      </div>
      <div className="border-y border-line bg-surface">
        {shown.length > 0 ? (
          <CampaignTable campaigns={shown} />
        ) : (
          <EmptyState
            icon={<ListFilter aria-hidden />}
            title={t("states.filtered")}
            actions={
              <Button onClick={() => change({ status: null, search: "" })}>{t("filters.clear")}</Button>
            }
          >
            {t("states.filteredHint", { count: campaigns.length })}
          </EmptyState>
        )}
      </div>
    </>
  );
}

function LoadingRows() {
  const t = useTranslations("common");
  return (
    <div role="status" aria-label={t("loading")} className="border-y border-line bg-surface">
      {["a", "b", "c", "d", "e", "f"].map((row) => (
        <div key={row} className="flex h-10 items-center gap-6 border-b border-line px-4 last:border-0">
          <Skeleton className="flex-1" />
          <Skeleton className="w-44" />
          <Skeleton className="w-16" />
        </div>
      ))}
    </div>
  );
}
