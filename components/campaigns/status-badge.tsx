"use client";

import { Ban, CircleCheck, Clock, type LucideIcon, Play } from "lucide-react";
import { useTranslations } from "next-intl";
import { CAMPAIGN_STATUSES, type CampaignStatus } from "@/components/campaigns/filter";
import { Badge } from "@/components/ui/badge";
import type { Tone } from "@/components/ui/tone";

const LOOKS: Record<CampaignStatus, { tone: Tone; icon: LucideIcon }> = {
  Active: { tone: "accent", icon: Play },
  Pending: { tone: "held", icon: Clock },
  Completed: { tone: "neutral", icon: CircleCheck },
  Canceled: { tone: "neutral", icon: Ban },
};

/** A campaign's status on RapidWorkers; one that we do not know is shown as it comes. */
export function CampaignStatusBadge({ status }: { status: string }) {
  const t = useTranslations("common.campaignStatus");
  const known = CAMPAIGN_STATUSES.find((one) => one === status);
  if (known === undefined) return <Badge>{status}</Badge>;
  const { tone, icon: Icon } = LOOKS[known];
  return (
    <Badge tone={tone} icon={<Icon aria-hidden className="size-3" />}>
      {t(known)}
    </Badge>
  );
}
