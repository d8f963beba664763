"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Need } from "@/components/overview/needs";
import { useOutcomeText } from "@/components/shell/outcome-text";
import { RelativeTime } from "@/components/ui/relative-time";
import { fewInState } from "@/lib/decisions/queue-queries";
import type { Campaign } from "@/lib/mirror/schema";

/** Shown at most; the rest is a number. */
const FEW = 3;

type DecisionNeedProps = {
  state: "CONFLICT" | "REFUSED" | "UNCERTAIN";
  count: number;
  icon: ReactNode;
  title: ReactNode;
  hint: ReactNode;
  campaigns: readonly Campaign[];
};

/** Decisions that need a look: the newest by name, each with its way to the campaign and the words about it. */
export function DecisionNeed({ state, count, icon, title, hint, campaigns }: DecisionNeedProps) {
  const t = useTranslations("overview.needs");
  const outcomeText = useOutcomeText("decision");
  const decisions = useQuery(fewInState(state, FEW)).data?.items ?? [];
  const more = count - decisions.length;
  return (
    <Need icon={icon} title={title} hint={hint}>
      <ul className="mt-1">
        {decisions.map(({ id, campaignId, submissionId, decidedAt, error }) => (
          <li key={id} className="grid grid-cols-[minmax(0,1fr)_auto] items-baseline gap-x-3 py-1 text-sm">
            <Link
              href={`/campaigns/${encodeURIComponent(campaignId)}`}
              className="truncate rounded-md text-accent hover:underline"
            >
              {t("submission", {
                id: `#${submissionId}`,
                campaign: campaigns.find((campaign) => campaign.id === campaignId)?.title ?? campaignId,
              })}
            </Link>
            <RelativeTime at={decidedAt} className="text-xs whitespace-nowrap text-muted" />
            {error !== null && <p className="col-span-2 wrap-anywhere text-muted">{outcomeText(error)}</p>}
          </li>
        ))}
      </ul>
      {more > 0 && decisions.length > 0 && <p className="text-sm text-muted">{t("more", { count: more })}</p>}
    </Need>
  );
}
