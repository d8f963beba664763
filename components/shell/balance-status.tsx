"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Money } from "@/components/ui/money";
import { RelativeTime } from "@/components/ui/relative-time";
import { balanceQuery } from "@/lib/mirror/queries";

/** The balance, and how old it is once it is old. */
export function BalanceStatus() {
  const t = useTranslations("shell.balance");
  const { data } = useQuery(balanceQuery);
  const time = () => <RelativeTime at={data?.asOf ?? ""} />;
  return (
    <span className="inline-flex items-baseline gap-1.5 whitespace-nowrap">
      <span aria-hidden className="text-sm text-muted max-sm:hidden">
        {t("label")}
      </span>
      <span role="status" aria-label={t("label")} className="inline-flex items-baseline gap-1.5">
        {data?.balance ? (
          <Money amount={data.balance} className="font-medium tabular-nums" />
        ) : (
          data && <span className="text-sm text-muted">{t("unknown")}</span>
        )}
        {data?.stale && data.asOf && <span className="text-xs text-held">{t.rich("asOf", { time })}</span>}
      </span>
    </span>
  );
}
