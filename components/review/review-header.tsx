"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronLeft, Keyboard } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Reviewers } from "@/components/review/reviewers";
import { IconButton } from "@/components/ui/icon-button";
import { campaignQuery, overviewQuery } from "@/lib/mirror/queries";

type ReviewHeaderProps = {
  campaignId: string | null;
  /** Who else reviews here now. */
  others: readonly { id: string; name: string }[];
  onHelp: () => void;
};

/** What is reviewed, how much is left, who else is here, and the way back. */
export function ReviewHeader({ campaignId, others, onHelp }: ReviewHeaderProps) {
  const t = useTranslations("review");
  const campaign = useQuery({ ...campaignQuery(campaignId ?? ""), enabled: campaignId !== null }).data;
  const overview = useQuery({ ...overviewQuery, enabled: campaignId === null }).data;
  const left = campaignId === null ? overview?.undecided : campaign?.undecided;
  return (
    <div className="flex min-h-11 items-center gap-2 border-b border-line px-3">
      {campaignId !== null && (
        <Link
          href={`/campaigns/${encodeURIComponent(campaignId)}`}
          aria-label={t("backToCampaign")}
          className="grid size-8 shrink-0 place-items-center rounded-md text-muted hover:bg-sunken hover:text-ink"
        >
          <ChevronLeft aria-hidden className="size-5" />
        </Link>
      )}
      <h1 className="truncate font-semibold">
        <bdi>{campaignId === null ? t("all") : (campaign?.title ?? "…")}</bdi>
      </h1>
      {left !== undefined && (
        <span className="shrink-0 text-sm text-muted tabular-nums">{t("left", { count: left })}</span>
      )}
      <span className="ml-auto">
        <Reviewers others={others} />
      </span>
      <span className="max-lg:hidden">
        <IconButton
          label={t("help")}
          aria-keyshortcuts="?"
          icon={<Keyboard aria-hidden className="size-4" />}
          onClick={onHelp}
        />
      </span>
    </div>
  );
}
