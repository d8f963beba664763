"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { z } from "zod";
import { useUndoable, windowOf } from "@/components/batches/use-undoable";
import { freshKey } from "@/components/review/outbox";
import { useProblemText } from "@/components/shell/problem-text";
import { Unreadable } from "@/components/shell/stale-notice";
import { ApproveAllQuestion } from "@/components/sweeps/approve-all-question";
import { confirms } from "@/components/sweeps/confirmation";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Skeleton } from "@/components/ui/skeleton";
import { approveAll, approveAllPreviewQuery } from "@/lib/decisions/sweeps/queries";
import { ApiError } from "@/lib/http/client";
import type { CampaignDetail } from "@/lib/mirror/schema";

type ApproveAllDialogProps = {
  campaign: Pick<CampaignDetail, "id" | "pending">;
  lookedAt: string;
  onClose: () => void;
};

const changedSchema = z.object({ status: z.literal(409), pending: z.number().int() });

/** Asks, with figures read fresh from RapidWorkers. Another number by the time of the answer is shown and asked again. */
export function ApproveAllDialog({ campaign, lookedAt, onClose }: ApproveAllDialogProps) {
  const campaignId = campaign.id;
  const t = useTranslations("bulk.approveAll");
  const problemText = useProblemText();
  const queryClient = useQueryClient();
  const { tell } = useUndoable();
  const preview = useQuery(approveAllPreviewQuery(campaignId, lookedAt));
  const [typed, setTyped] = useState("");
  const [changedTo, setChangedTo] = useState<number | null>(null);
  /** One key for one confirmed number: asking again after a lost answer approves nothing twice. */
  const attempt = useRef<{ pending: number; key: string } | null>(null);
  const approve = useMutation({
    mutationFn: (pending: number) => {
      if (attempt.current?.pending !== pending) attempt.current = { pending, key: freshKey() };
      return approveAll(campaignId, { idempotencyKey: attempt.current.key, expectedPending: pending });
    },
    onSuccess: ({ batch }) => {
      const words = t("done", { count: batch.asked - batch.refused });
      tell({ target: { kind: "batch", id: batch.id }, words, windowMs: windowOf(batch) });
      onClose();
    },
    onError: (error) => {
      const changed = error instanceof ApiError ? changedSchema.safeParse(error.problem).data : undefined;
      if (changed === undefined) return;
      setChangedTo(changed.pending);
      setTyped("");
      void preview.refetch();
    },
    onSettled: () =>
      queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== "approveAll" }),
  });
  const { data } = preview;
  const error = changedTo !== null ? null : approve.error;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("title")}
      description={t("about")}
      actions={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button
            variant="approve"
            disabled={data === undefined || preview.isFetching || !confirms(typed, data)}
            pending={approve.isPending}
            onClick={() => data !== undefined && approve.mutate(data.pending)}
          >
            {t("confirm", { count: data?.pending ?? campaign.pending })}
          </Button>
        </>
      }
    >
      {data === undefined && preview.error !== null && (
        <Unreadable
          title={t("unread")}
          error={preview.error}
          retrying={preview.isFetching}
          onRetry={() => void preview.refetch()}
        />
      )}
      {data === undefined && preview.error === null && <Skeleton className="h-32" />}
      {data !== undefined && (
        <ApproveAllQuestion
          preview={data}
          changed={changedTo !== null}
          trouble={error === null ? null : problemText(error)}
          typed={typed}
          onTyped={setTyped}
        />
      )}
    </Dialog>
  );
}
