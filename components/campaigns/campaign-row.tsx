"use client";

import clsx from "clsx";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useFormatter, useTranslations } from "next-intl";
import type { KeyboardEvent, MouseEvent } from "react";
import { CampaignBar } from "@/components/campaigns/progress-bar";
import { ReadState } from "@/components/campaigns/read-state";
import { CampaignStatusBadge } from "@/components/campaigns/status-badge";
import { Money } from "@/components/ui/money";
import { RelativeTime } from "@/components/ui/relative-time";
import { Td } from "@/components/ui/table";
import type { Campaign } from "@/lib/mirror/schema";

/** On a phone the row is a card: what is left to do beside the title, the bar below, the rest left out. */
const CARD =
  "max-md:grid max-md:grid-cols-[1fr_auto] max-md:gap-x-3 max-md:gap-y-1.5 max-md:px-4 max-md:py-3";
const CARD_CELL =
  "max-md:flex max-md:h-auto max-md:items-center max-md:border-0 max-md:p-0 max-md:first:pl-0";

/** One campaign on one line. A click anywhere opens it; the title is the link for keys and new tabs. */
export function CampaignRow({ campaign }: { campaign: Campaign }) {
  const t = useTranslations("campaigns");
  const format = useFormatter();
  const router = useRouter();
  const href = `/campaigns/${encodeURIComponent(campaign.id)}`;
  const decided = campaign.approved + campaign.rejected;
  const open = (event: MouseEvent) => {
    const onLink = event.target instanceof Element && event.target.closest("a") !== null;
    const selecting = window.getSelection()?.isCollapsed === false;
    if (!onLink && !selecting) router.push(href);
  };
  return (
    <tr
      onClick={open}
      className={clsx("cursor-pointer border-line transition-colors hover:bg-sunken max-md:border-b", CARD)}
    >
      <Td className={clsx("w-full max-w-0 max-md:max-w-none max-md:min-w-0", CARD_CELL)}>
        <Link
          href={href}
          data-row-link
          onKeyDown={walk}
          className="block truncate rounded-md text-base font-medium hover:underline"
        >
          {campaign.title}
        </Link>
      </Td>
      <Td className={clsx("max-md:order-3", CARD_CELL)}>
        <CampaignStatusBadge status={campaign.status} />
      </Td>
      <Td align="right" className={clsx("max-md:order-4 max-md:justify-end max-md:text-muted", CARD_CELL)}>
        <Money amount={campaign.pay} />
      </Td>
      <Td className={clsx("max-md:order-5 max-md:col-span-2", CARD_CELL)}>
        <span className="flex w-full items-center gap-2 md:w-44">
          <CampaignBar campaign={campaign} />
          <span className="shrink-0 text-right text-xs whitespace-nowrap text-muted md:min-w-20">
            {t("progressSum", { done: decided, total: campaign.totalAvailabilities })}
          </span>
        </span>
      </Td>
      <Td align="right" className={clsx("max-md:order-2 max-md:justify-end max-md:text-base", CARD_CELL)}>
        <span className={campaign.pending > 0 ? "font-semibold" : "text-muted"}>
          {format.number(campaign.pending)}
        </span>
        <span className="ml-1 text-muted lowercase md:hidden">{t("columns.pending")}</span>
      </Td>
      <Td align="right" className="text-muted max-md:hidden">
        {campaign.oldestPendingAt === null ? t("none") : <RelativeTime at={campaign.oldestPendingAt} />}
      </Td>
      <Td align="right" className="max-lg:hidden">
        {campaign.successRate === null ? t("none") : t("percent", { rate: campaign.successRate / 100 })}
      </Td>
      <Td align="right" className="text-muted max-lg:hidden">
        <ReadState campaign={campaign} />
      </Td>
    </tr>
  );
}

/** The arrow keys move from title to title. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const links = [
    ...(event.currentTarget.closest("tbody")?.querySelectorAll<HTMLElement>("[data-row-link]") ?? []),
  ];
  const next = step === undefined ? undefined : links[links.indexOf(event.currentTarget) + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}
