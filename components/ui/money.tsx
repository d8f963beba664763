"use client";

import { useLocale } from "next-intl";
import { formatMoney, parseMoney } from "@/lib/money";

/** An amount of US dollars from its decimal string: `$1,234.50`. Figures stand under each other. */
export function Money({ amount, className }: { amount: string; className?: string }) {
  const locale = useLocale();
  return <span className={className ?? "tabular-nums"}>{formatMoney(parseMoney(amount), locale)}</span>;
}
