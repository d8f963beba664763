"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { CampaignRow } from "@/components/campaigns/campaign-row";
import { Button } from "@/components/ui/button";
import { Table, Th } from "@/components/ui/table";
import type { Campaign } from "@/lib/mirror/schema";

/** Rows drawn at once: more is rarely looked at, and drawing a thousand is felt. */
const STEP = 200;

/** The campaigns, one line each; the arrow keys walk through the rows and Enter opens one. */
export function CampaignTable({ campaigns }: { campaigns: readonly Campaign[] }) {
  const t = useTranslations("campaigns");
  const [shown, setShown] = useState(STEP);
  const hidden = campaigns.length - shown;
  return (
    <>
      <Table className="max-md:block" aria-label={t("title")}>
        <thead className="sticky top-0 z-10 bg-surface max-md:hidden">
          <tr>
            <Th>{t("columns.title")}</Th>
            <Th>{t("columns.status")}</Th>
            <Th align="right">{t("columns.pay")}</Th>
            <Th>{t("columns.progress")}</Th>
            <Th align="right">{t("columns.pending")}</Th>
            <Th align="right">{t("columns.oldest")}</Th>
            <Th align="right" className="max-lg:hidden">
              {t("columns.success")}
            </Th>
            <Th align="right" className="max-lg:hidden">
              {t("columns.updated")}
            </Th>
          </tr>
        </thead>
        <tbody className="max-md:block">
          {campaigns.slice(0, shown).map((campaign) => (
            <CampaignRow key={campaign.id} campaign={campaign} />
          ))}
        </tbody>
      </Table>
      {hidden > 0 && (
        <div className="p-3 text-center">
          <Button onClick={() => setShown(shown + STEP)}>
            {t("showMore", { count: Math.min(STEP, hidden) })}
          </Button>
        </div>
      )}
    </>
  );
}
