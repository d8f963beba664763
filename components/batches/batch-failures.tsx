"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Download, RotateCcw } from "lucide-react";
import { useTranslations } from "next-intl";
import { useOutcomeText } from "@/components/shell/outcome-text";
import { Unreadable } from "@/components/shell/stale-notice";
import { Badge } from "@/components/ui/badge";
import { Button, buttonClass } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Skeleton } from "@/components/ui/skeleton";
import type { Tone } from "@/components/ui/tone";
import { batchFailuresQuery, reportAddress } from "@/lib/decisions/bulk/queries";
import type { Batch } from "@/lib/decisions/bulk/schema";
import type { DecisionState } from "@/lib/decisions/schema";

const TONES: Partial<Record<DecisionState, Tone>> = { CONFLICT: "conflict", UNCERTAIN: "uncertain" };

type BatchFailuresProps = {
  batch: Batch;
  mayAct: boolean;
  mayDecide: boolean;
  retrying: boolean;
  onRetry: () => void;
  onClose: () => void;
};

/** What of a bulk action came out otherwise than was asked, each with the reason; to try again or to take along. */
export function BatchFailures({ batch, mayAct, mayDecide, retrying, onRetry, onClose }: BatchFailuresProps) {
  const t = useTranslations("bulk.failures");
  const states = useTranslations("review.states");
  const outcomeText = useOutcomeText("decision");
  const list = useInfiniteQuery(batchFailuresQuery(batch.id));
  const items = list.data?.pages.flatMap((page) => page.items);
  return (
    <Dialog
      open
      size="lg"
      onOpenChange={(open) => !open && onClose()}
      title={t("title")}
      description={t("about")}
      actions={
        <>
          {mayDecide && (
            <a href={reportAddress(batch.id)} download className={buttonClass()}>
              <Download aria-hidden className="size-4" />
              {t("export")}
            </a>
          )}
          {mayAct && batch.states.REFUSED > 0 && (
            <Button
              variant="primary"
              pending={retrying}
              icon={<RotateCcw aria-hidden className="size-4" />}
              onClick={onRetry}
            >
              {t("retry", { count: batch.states.REFUSED })}
            </Button>
          )}
        </>
      }
    >
      {items === undefined && list.error !== null && (
        <Unreadable
          title={t("failed")}
          error={list.error}
          retrying={list.isFetching}
          onRetry={() => void list.refetch()}
        />
      )}
      {items === undefined && list.error === null && <Skeleton className="h-32" />}
      {items?.length === 0 && <p className="text-muted">{t("none")}</p>}
      <ul className="grid">
        {items?.map((item) => (
          <li key={item.id} className="grid gap-0.5 border-b border-line py-2 text-sm">
            <span className="flex flex-wrap items-center gap-2">
              <span className="font-medium tabular-nums">
                {t("item", { id: item.submissionId, verdict: item.verdict })}
              </span>
              <bdi className="min-w-0 truncate text-muted">{item.workerName}</bdi>
              <Badge tone={TONES[item.state] ?? "reject"} className="ml-auto">
                {states(item.state === "CONFLICT" || item.state === "UNCERTAIN" ? item.state : "REFUSED")}
              </Badge>
            </span>
            {item.error !== null && (
              <span className="wrap-anywhere text-muted">{outcomeText(item.error)}</span>
            )}
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <div className="grid justify-center p-3">
          <Button pending={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t("more")}
          </Button>
        </div>
      )}
    </Dialog>
  );
}
