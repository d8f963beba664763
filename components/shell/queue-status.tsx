"use client";

import { useQuery } from "@tanstack/react-query";
import clsx from "clsx";
import { useFormatter, useTranslations } from "next-intl";
import { buttonClass } from "@/components/ui/button";
import { Popover } from "@/components/ui/popover";
import { queueQuery } from "@/lib/decisions/queue-queries";

const PARTS = [
  { state: "held", dot: "bg-held-area" },
  { state: "queued", dot: "bg-line-strong" },
  { state: "sending", dot: "bg-sending" },
  { state: "uncertain", dot: "bg-uncertain" },
] as const;

/** How many decisions are on their way; what they wait for opens on demand. */
export function QueueStatus() {
  const t = useTranslations("shell.queue");
  const format = useFormatter();
  const { data } = useQuery(queueQuery);
  const total = data === undefined ? undefined : data.held + data.queued + data.sending + data.uncertain;
  const trigger = (
    <button type="button" className={buttonClass("plain", "sm", "gap-1.5 font-normal")}>
      <span className="text-sm text-muted">{t("label")}</span>
      <span className="min-w-4 text-base font-medium tabular-nums">
        {total !== undefined && format.number(total)}
      </span>
    </button>
  );
  return (
    <Popover trigger={trigger} label={t("about")} align="end" className="w-64">
      <p className="px-1 pb-1 text-sm text-muted">{total === 0 ? t("empty") : t("about")}</p>
      {data !== undefined && total !== 0 && (
        <dl>
          {PARTS.map(({ state, dot }) => (
            <div key={state} className="flex h-7 items-center gap-2 px-1">
              <span aria-hidden className={clsx("size-2 rounded-full", dot)} />
              <dt className="flex-1">{t(state)}</dt>
              <dd className="tabular-nums">{format.number(data[state])}</dd>
            </div>
          ))}
        </dl>
      )}
    </Popover>
  );
}
