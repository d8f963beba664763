"use client";

import { useQuery } from "@tanstack/react-query";
import clsx from "clsx";
import { useFormatter, useTranslations } from "next-intl";
import { BatchList, type BatchPerson } from "@/components/batches/batch-list";
import { partsOf } from "@/components/batches/batch-progress";
import { buttonClass } from "@/components/ui/button";
import { Popover } from "@/components/ui/popover";
import { openBatchesQuery } from "@/lib/decisions/bulk/queries";
import type { Batch } from "@/lib/decisions/bulk/schema";
import { queueQuery } from "@/lib/decisions/queue-queries";

const PARTS = [
  { state: "held", dot: "bg-held-area inset-ring inset-ring-held-edge" },
  { state: "queued", dot: "bg-line-strong" },
  { state: "sending", dot: "bg-sending" },
  { state: "uncertain", dot: "bg-uncertain" },
] as const;

/** How many decisions are on their way; what they wait for, and everybody's bulk actions, open on demand. */
export function QueueStatus({ person }: { person: BatchPerson }) {
  const t = useTranslations("shell.queue");
  const format = useFormatter();
  const { data } = useQuery(queueQuery);
  const batches = useQuery(openBatchesQuery).data ?? [];
  const total = data === undefined ? undefined : data.held + data.queued + data.sending + data.uncertain;
  const trigger = (
    <button type="button" className={buttonClass("plain", "sm", "gap-1.5 font-normal")}>
      <span className="text-sm text-muted">{t("label")}</span>
      <span className="min-w-4 text-base font-medium tabular-nums">
        {total !== undefined && format.number(total)}
      </span>
      {batches.length > 0 && <RunningBar batches={batches} />}
    </button>
  );
  return (
    <Popover
      trigger={trigger}
      label={t("about")}
      align="end"
      className={batches.length === 0 ? "w-64" : WIDE}
    >
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
      {batches.length > 0 && (
        <div className="mt-2 max-h-[60vh] overflow-y-auto border-t border-line px-1 pt-2">
          <p className="text-sm text-muted">{t("batches", { count: batches.length })}</p>
          <BatchList label={t("bulk")} batches={batches} person={person} withPlace />
        </div>
      )}
    </Popover>
  );
}

const WIDE = "w-[min(30rem,calc(100vw-1rem))]";

/** How far all open bulk actions are together; the number beside it says how many decisions wait. */
function RunningBar({ batches }: { batches: readonly Batch[] }) {
  const t = useTranslations("shell.queue");
  const parts = batches.flatMap(partsOf);
  const all = parts.reduce((sum, { count }) => sum + count, 0);
  const left = parts
    .filter(({ part }) => part === "waiting" || part === "sending" || part === "uncertain")
    .reduce((sum, { count }) => sum + count, 0);
  return (
    <span
      role="img"
      aria-label={t("batches", { count: batches.length })}
      className="h-1.5 w-10 overflow-hidden rounded-full bg-line"
    >
      <span
        className="block h-full rounded-full bg-accent"
        style={{ width: `${Math.round(all === 0 ? 0 : ((all - left) / all) * 100)}%` }}
      />
    </span>
  );
}
