"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Download, RefreshCw, SquareCheckBig } from "lucide-react";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { toast } from "sonner";
import { freePlaces } from "@/components/campaigns/parts";
import { CampaignBar } from "@/components/campaigns/progress-bar";
import { CampaignStatusBadge } from "@/components/campaigns/status-badge";
import { ImportDecisions } from "@/components/import/import-decisions";
import { SyncProgress } from "@/components/review/sync-progress";
import { useProblemText } from "@/components/shell/problem-text";
import { CampaignDescription } from "@/components/submissions/campaign-description";
import type { CampaignPerson } from "@/components/submissions/campaign-person";
import { ApproveAll } from "@/components/sweeps/approve-all";
import { Button, buttonClass } from "@/components/ui/button";
import { Money } from "@/components/ui/money";
import { RelativeTime } from "@/components/ui/relative-time";
import { TONE_AREA } from "@/components/ui/tone";
import { exportAddress } from "@/lib/decisions/bulk/queries";
import { refreshCampaign } from "@/lib/decisions/queries";
import type { CampaignDetail } from "@/lib/mirror/schema";

type CampaignHeadingProps = { campaign: CampaignDetail; person: CampaignPerson };

/** What a campaign is and how far it has come, with its ways on: review it, read it again, decide it as a whole. */
export function CampaignHeading({ campaign, person }: CampaignHeadingProps) {
  const t = useTranslations("review");
  const format = useFormatter();
  const problemText = useProblemText();
  const queryClient = useQueryClient();
  const refresh = useMutation({
    mutationFn: () => refreshCampaign(campaign.id),
    onSuccess: () => {
      toast.success(t("campaign.refreshAsked"));
      return queryClient.invalidateQueries({ queryKey: ["campaign", campaign.id] });
    },
    onError: (error) => toast.error(problemText(error)),
  });
  const time = () => <RelativeTime at={campaign.syncedAt ?? ""} />;
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 max-sm:basis-full">
          <h1 className="text-xl font-semibold tracking-tight wrap-anywhere">
            <bdi>{campaign.title}</bdi>
          </h1>
          <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted">
            <CampaignStatusBadge status={campaign.status} />
            <span>
              {t("campaign.pay")}{" "}
              <Money amount={campaign.pay} className="font-medium text-ink tabular-nums" />
            </span>
            {campaign.category !== "" && <bdi>{campaign.category}</bdi>}
            {campaign.location !== "" && (
              <span>
                {t("campaign.location")} <bdi className="text-ink">{campaign.location}</bdi>
              </span>
            )}
            {campaign.createdAt !== null && (
              <span>
                {t("campaign.created")} <RelativeTime at={campaign.createdAt} />
              </span>
            )}
            <span>
              {campaign.syncedAt === null ? t("campaign.neverSynced") : t.rich("campaign.synced", { time })}
            </span>
          </p>
        </div>
        {campaign.sync !== null && <SyncProgress sync={campaign.sync} />}
        <div className="flex flex-wrap justify-end gap-2 max-sm:justify-start">
          {person.mayExport && (
            <a href={exportAddress(campaign.id)} download className={buttonClass()}>
              <Download aria-hidden className="size-4" />
              {t("campaign.export")}
            </a>
          )}
          {person.mayDecide && <ImportDecisions campaignId={campaign.id} />}
          {person.mayManage && <ApproveAll campaign={campaign} />}
          <Button
            icon={<RefreshCw aria-hidden className="size-4" />}
            pending={refresh.isPending}
            onClick={() => refresh.mutate()}
          >
            {t("campaign.refresh")}
          </Button>
          <Link
            href={`/campaigns/${encodeURIComponent(campaign.id)}/review`}
            className={buttonClass(campaign.undecided > 0 ? "primary" : "quiet")}
          >
            <SquareCheckBig aria-hidden className="size-4" />
            {t("campaign.review")}
            {campaign.undecided > 0 && (
              <span className="font-normal tabular-nums">{format.number(campaign.undecided)}</span>
            )}
          </Link>
        </div>
      </div>
      <Places campaign={campaign} />
      <CampaignDescription text={campaign.description} />
    </div>
  );
}

/** The four parts as a bar, and in words under it: colour alone says nothing to many. */
function Places({ campaign }: { campaign: CampaignDetail }) {
  const t = useTranslations("common.parts");
  const parts = [
    { name: "approved", count: campaign.approved, tone: "approve" },
    { name: "rejected", count: campaign.rejected, tone: "reject" },
    { name: "pending", count: campaign.pending, tone: "held" },
    { name: "free", count: freePlaces(campaign), tone: "neutral" },
  ] as const;
  return (
    <div className="grid gap-1.5">
      <CampaignBar campaign={campaign} />
      <p className="flex flex-wrap gap-x-4 gap-y-1 text-sm text-muted tabular-nums">
        {parts.map(({ name, count, tone }) => (
          <span key={name} className="inline-flex items-center gap-1.5">
            <span aria-hidden className={`size-2 rounded-full ${TONE_AREA[tone]}`} />
            {t(name, { count })}
          </span>
        ))}
      </p>
    </div>
  );
}
