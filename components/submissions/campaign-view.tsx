"use client";

import { useQuery } from "@tanstack/react-query";
import { SearchX } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { CampaignBatches } from "@/components/batches/campaign-batches";
import { StaleNotice, Unreadable } from "@/components/shell/stale-notice";
import { CampaignHeading } from "@/components/submissions/campaign-heading";
import type { CampaignPerson } from "@/components/submissions/campaign-person";
import { SubmissionList } from "@/components/submissions/submission-list";
import { CampaignPlan } from "@/components/sweeps/campaign-plan";
import { buttonClass } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Skeleton } from "@/components/ui/skeleton";
import { ApiError } from "@/lib/http/client";
import { campaignQuery } from "@/lib/mirror/queries";

/** The page of one campaign. */
export function CampaignView({ id, person }: { id: string; person: CampaignPerson }) {
  const t = useTranslations("review");
  const { data, error, dataUpdatedAt, isFetching, refetch } = useQuery(campaignQuery(id));
  if (error instanceof ApiError && error.problem.status === 404)
    return (
      <EmptyState
        icon={<SearchX aria-hidden />}
        title={t("campaign.missing")}
        actions={
          <Link href="/campaigns" className={buttonClass()}>
            {t("campaign.toCampaigns")}
          </Link>
        }
      >
        {t("campaign.missingBody")}
      </EmptyState>
    );
  const failed = error === null ? null : { error, retrying: isFetching, onRetry: () => void refetch() };
  if (data === undefined)
    return failed === null ? (
      <div className="grid gap-3 p-4">
        <Skeleton className="h-7 w-72" />
        <Skeleton className="h-2" />
        <Skeleton className="h-96" />
      </div>
    ) : (
      <Unreadable {...failed} title={t("list.failed")} />
    );
  return (
    <div className="flex flex-col gap-4 py-4">
      <div className="grid gap-3 px-4">
        {failed !== null && <StaleNotice {...failed} readAt={dataUpdatedAt} />}
        <CampaignHeading campaign={data} person={person} />
        <CampaignPlan campaign={data} mayManage={person.mayManage} />
        <CampaignBatches campaignId={id} person={person} />
      </div>
      <SubmissionList campaign={data} mayDecide={person.mayDecide} />
    </div>
  );
}
