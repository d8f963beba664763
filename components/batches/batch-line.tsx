"use client";

import { Ban, Pause, Play, X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { failuresOf, partsOf, unsentOf } from "@/components/batches/batch-progress";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { RelativeTime } from "@/components/ui/relative-time";
import { SegmentedBar } from "@/components/ui/segmented-bar";
import type { Batch, BatchAction } from "@/lib/decisions/bulk/schema";

export type BatchLineProps = {
  batch: Batch;
  /** Where it belongs, when that is not plain from where it stands. */
  place?: ReactNode;
  /** Whether this person may change it: their own, or a manager's right. */
  mayAct: boolean;
  /** What is being done to it now. */
  acting: BatchAction | null;
  onAct: (action: BatchAction) => void;
  onFailures: () => void;
  /** Undefined while it runs. */
  onDismiss: (() => void) | undefined;
};

/** A bulk action in two thin lines: what, who, how far; and what can be done about it. */
export function BatchLine({ batch, place, mayAct, acting, onAct, onFailures, onDismiss }: BatchLineProps) {
  const t = useTranslations("bulk.batch");
  const parts = partsOf(batch).filter(({ count }) => count > 0);
  const failures = failuresOf(batch);
  const unsent = unsentOf(batch);
  const paused = batch.pausedAt !== null && !batch.done;
  const words = (["done", "failed", "uncertain", "sending", "waiting", "takenBack"] as const).flatMap(
    (part) => {
      const count = parts.find((one) => one.part === part)?.count ?? 0;
      return count === 0 ? [] : [t(`parts.${part}`, { count })];
    },
  );
  return (
    <li className="grid gap-1.5 py-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <p className="min-w-0 flex-1 text-sm max-sm:basis-full">
          <span className="font-medium">{t(`kinds.${batch.kind}`, { count: batch.asked })}</span>{" "}
          <span className="text-muted">
            <bdi>{batch.createdBy.name}</bdi> · <RelativeTime at={batch.createdAt} />
            {place !== undefined && <> · {place}</>}
          </span>
        </p>
        <div className="flex flex-wrap items-center gap-1">
          {failures > 0 && (
            <Button size="sm" className="text-reject" onClick={onFailures}>
              {t("failures", { count: failures })}
            </Button>
          )}
          {mayAct && unsent > 0 && (
            <>
              <Button
                size="sm"
                pending={acting === "pause" || acting === "resume"}
                icon={
                  paused ? (
                    <Play aria-hidden className="size-3.5" />
                  ) : (
                    <Pause aria-hidden className="size-3.5" />
                  )
                }
                onClick={() => onAct(paused ? "resume" : "pause")}
              >
                {t(paused ? "resume" : "pause")}
              </Button>
              <Button
                size="sm"
                pending={acting === "cancel"}
                icon={<Ban aria-hidden className="size-3.5" />}
                onClick={() => onAct("cancel")}
              >
                {t("cancel", { count: unsent })}
              </Button>
            </>
          )}
          {onDismiss !== undefined && (
            <IconButton
              label={t("dismiss")}
              icon={<X aria-hidden className="size-4" />}
              className="size-7"
              onClick={onDismiss}
            />
          )}
        </div>
      </div>
      <SegmentedBar
        segments={parts.map(({ part, count, tone }) => ({
          value: count,
          tone,
          label: t(`parts.${part}`, { count }),
        }))}
      />
      <p className="text-xs text-muted tabular-nums">
        {paused && <span className="font-medium text-held">{t("paused")} · </span>}
        {words.join(" · ")}
        {batch.refused > 0 && ` · ${t("refused", { count: batch.refused })}`}
      </p>
    </li>
  );
}
