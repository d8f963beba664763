"use client";

import { useQuery } from "@tanstack/react-query";
import { Inbox } from "lucide-react";
import { useTranslations } from "next-intl";
import { EmptyState } from "@/components/ui/empty-state";
import { Spinner } from "@/components/ui/spinner";
import { budgetQuery } from "@/lib/gateway/queries";
import { balanceQuery } from "@/lib/mirror/queries";

/**
 * Why there is no campaign: the account was never read (as long as no balance is known, nothing was), or it has none.
 * While reading waits, the trouble strip says what for.
 */
export function NoCampaigns() {
  const t = useTranslations("campaigns.states");
  const balance = useQuery(balanceQuery).data;
  const waits = (useQuery(budgetQuery).data?.paused.length ?? 0) > 0;
  if (balance?.asOf === null)
    return (
      <EmptyState icon={waits ? <Inbox aria-hidden /> : <Spinner />} title={t(waits ? "waiting" : "never")}>
        {t(waits ? "waitingHint" : "neverHint")}
      </EmptyState>
    );
  return (
    <EmptyState icon={<Inbox aria-hidden />} title={t("empty")}>
      {t("emptyHint")}
    </EmptyState>
  );
}
