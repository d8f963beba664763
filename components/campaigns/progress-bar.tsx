"use client";

import { useTranslations } from "next-intl";
import { freePlaces, type PlaceCounters } from "@/components/campaigns/parts";
import { SegmentedBar } from "@/components/ui/segmented-bar";

type CampaignBarProps = {
  campaign: PlaceCounters;
  className?: string;
};

/** A campaign's places: approved, rejected, pending, free. */
export function CampaignBar({ campaign, className }: CampaignBarProps) {
  const t = useTranslations("common.parts");
  const { approved, rejected, pending } = campaign;
  const free = freePlaces(campaign);
  return (
    <SegmentedBar
      className={className}
      segments={[
        { value: approved, tone: "approve", label: t("approved", { count: approved }) },
        { value: rejected, tone: "reject", label: t("rejected", { count: rejected }) },
        { value: pending, tone: "held", label: t("pending", { count: pending }) },
        { value: free, tone: "neutral", label: t("free", { count: free }) },
      ]}
    />
  );
}
