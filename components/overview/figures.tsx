"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Money } from "@/components/ui/money";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton } from "@/components/ui/skeleton";
import type { Budget } from "@/lib/gateway/schema";
import type { BalanceAnswer, Overview } from "@/lib/mirror/schema";

type FiguresProps = {
  overview: Overview | undefined;
  balance: BalanceAnswer | undefined;
  budget: Budget | undefined;
};

/** The four figures; each keeps its place while it is on its way. */
export function Figures({ overview, balance, budget }: FiguresProps) {
  const t = useTranslations("overview.figures");
  const format = useFormatter();
  const oldest = overview?.oldestPendingAt;
  const time = () => <RelativeTime at={balance?.asOf ?? ""} />;
  return (
    <dl
      aria-label={t("label")}
      className="grid grid-cols-2 gap-px overflow-hidden rounded-md border border-line bg-line lg:grid-cols-4"
    >
      <Figure
        name={t("pending")}
        value={overview && format.number(overview.pending)}
        note={
          overview &&
          (overview.undecided === 0 ? t("allDecided") : t("undecided", { count: overview.undecided }))
        }
      />
      <Figure
        name={t("oldest")}
        value={overview && (oldest ? <RelativeTime at={oldest} /> : t("none"))}
        note={overview && (oldest ? t("decidedToday", { count: overview.decidedToday }) : t("noPending"))}
      />
      <Figure
        name={t("balance")}
        value={balance && (balance.balance === null ? t("none") : <Money amount={balance.balance} />)}
        note={balance && (balance.asOf === null ? t("balanceUnknown") : t.rich("asOf", { time }))}
      />
      <Figure
        name={t("requests")}
        value={budget && format.number(budget.left)}
        note={budget && t("ofLimit", { limit: budget.limit })}
      />
    </dl>
  );
}

type FigureProps = { name: string; value: ReactNode; note: ReactNode };

function Figure({ name, value, note }: FigureProps) {
  return (
    <div className="min-h-24 bg-surface p-4">
      <dt className="text-sm text-muted">{name}</dt>
      <dd>
        <span className="block text-2xl font-semibold tracking-tight tabular-nums max-sm:text-xl">
          {value ?? <Skeleton className="mt-2 h-6 w-24" />}
        </span>
        <span className="block text-sm text-muted">{note}</span>
      </dd>
    </div>
  );
}
