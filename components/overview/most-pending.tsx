"use client";

import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { sorted } from "@/components/campaigns/filter";
import { CampaignBar } from "@/components/campaigns/progress-bar";
import { Section } from "@/components/overview/section";
import { RelativeTime } from "@/components/ui/relative-time";
import type { Campaign } from "@/lib/mirror/schema";

const SHOWN = 8;

/** The campaigns with most pending submissions. */
export function MostPending({ campaigns }: { campaigns: readonly Campaign[] }) {
  const t = useTranslations("overview.most");
  const format = useFormatter();
  const pending = sorted(campaigns, "pending")
    .filter((campaign) => campaign.pending > 0)
    .slice(0, SHOWN);
  return (
    <Section
      title={t("title")}
      aside={
        <Link href="/campaigns" className="rounded-md text-sm text-accent hover:underline">
          {t("all")}
        </Link>
      }
    >
      {pending.length === 0 ? (
        <p className="px-4 py-6 text-muted">{t("nonePending")}</p>
      ) : (
        <ul>
          {pending.map((campaign) => (
            <li key={campaign.id} className="border-b border-line last:border-0">
              <Link
                href={`/campaigns/${encodeURIComponent(campaign.id)}`}
                className="grid grid-cols-[1fr_auto] items-center gap-x-4 gap-y-1.5 px-4 py-2.5 -outline-offset-2 transition-colors hover:bg-sunken"
              >
                <span className="truncate font-medium">{campaign.title}</span>
                <span className="text-right tabular-nums">
                  {campaign.oldestPendingAt !== null && (
                    <RelativeTime at={campaign.oldestPendingAt} className="mr-3 text-sm text-muted" />
                  )}
                  <span className="font-semibold">{format.number(campaign.pending)}</span>
                </span>
                <CampaignBar campaign={campaign} className="col-span-2" />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
