"use client";

import { useQuery } from "@tanstack/react-query";
import clsx from "clsx";
import { useFormatter, useTranslations } from "next-intl";
import { ClockTime } from "@/components/ui/relative-time";
import { budgetQuery } from "@/lib/gateway/queries";

/** Below this part of the hour's requests people's refreshes and bulk work begin to wait. */
const SCARCE = 0.15;

const at = (iso: string) => ({ time: () => <ClockTime at={iso} /> });

/** How many requests are left in the rolling hour, from when there are more, and what will become of them. */
export function RequestsStatus() {
  const t = useTranslations("shell.requests");
  const format = useFormatter();
  const { data } = useQuery(budgetQuery);
  const part = data === undefined ? 1 : data.left / data.limit;
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <span aria-hidden className="text-sm text-muted max-lg:sr-only">
        {t("label")}
      </span>
      <span role="status" aria-label={t("label")} className="inline-flex items-center gap-1.5">
        {data && (
          <>
            <span className="font-medium tabular-nums">{format.number(data.left)}</span>
            <span aria-hidden className="h-1.5 w-12 overflow-hidden rounded-full bg-line">
              <span
                className={clsx("block h-full rounded-full", part < SCARCE ? "bg-held" : "bg-accent")}
                style={{ width: `${Math.round(part * 100)}%` }}
              />
            </span>
            <span className="text-xs text-muted">
              {data.fullAt !== null
                ? t.rich("fullAt", at(data.fullAt))
                : data.refillsAt === null
                  ? t("full")
                  : t.rich("more", at(data.refillsAt))}
              {data.queueDoneAt !== null && <> · {t.rich("queueDoneAt", at(data.queueDoneAt))}</>}
            </span>
          </>
        )}
      </span>
    </span>
  );
}
