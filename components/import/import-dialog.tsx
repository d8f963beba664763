"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useUndoable, windowOf } from "@/components/batches/use-undoable";
import { ImportSource } from "@/components/import/import-source";
import { ImportTable } from "@/components/import/import-table";
import { freshKey } from "@/components/review/outbox";
import { useProblemText } from "@/components/shell/problem-text";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Money } from "@/components/ui/money";
import { Notice } from "@/components/ui/notice";
import { importDecisions } from "@/lib/decisions/bulk/queries";

/** A decided spreadsheet: first what each row would do, then, if the person says so, doing it. */
export function ImportDialog({ campaignId, onClose }: { campaignId: string; onClose: () => void }) {
  const t = useTranslations("bulk.import");
  const problemText = useProblemText();
  const queryClient = useQueryClient();
  const { tell } = useUndoable();
  const [csv, setCsv] = useState("");
  /** One key for one text: doing it again after a lost answer decides nothing twice. */
  const [key, setKey] = useState(freshKey);
  const dryRun = useMutation({
    mutationFn: () => importDecisions(campaignId, { idempotencyKey: freshKey(), csv, dryRun: true }),
  });
  const run = useMutation({
    mutationFn: () => importDecisions(campaignId, { idempotencyKey: key, csv, dryRun: false }),
    onSuccess: ({ batch, refused }) => {
      if (batch !== null)
        tell({
          target: { kind: "batch", id: batch.id },
          words: t("done", { count: batch.asked - batch.refused, refused }),
          windowMs: windowOf(batch),
        });
      onClose();
    },
    onSettled: () => queryClient.invalidateQueries(),
  });
  const plan = dryRun.data;
  const deciding = plan === undefined ? 0 : plan.approve + plan.reject;
  const error = run.error ?? dryRun.error;
  const another = () => {
    dryRun.reset();
    run.reset();
    setKey(freshKey());
  };
  return (
    <Dialog
      open
      size="lg"
      onOpenChange={(open) => !open && onClose()}
      title={t("title")}
      description={plan === undefined ? t("about") : t("aboutRows")}
      actions={
        plan === undefined ? (
          <Button
            variant="primary"
            disabled={csv.trim() === ""}
            pending={dryRun.isPending}
            onClick={() => dryRun.mutate()}
          >
            {t("check")}
          </Button>
        ) : (
          <>
            <Button onClick={another}>{t("back")}</Button>
            <Button
              variant="primary"
              disabled={deciding === 0}
              pending={run.isPending}
              onClick={() => run.mutate()}
            >
              {t("confirm", { count: deciding })}
            </Button>
          </>
        )
      }
    >
      <div className="grid gap-3">
        {error !== null && <Notice tone="error" title={problemText(error)} />}
        {plan === undefined ? (
          <ImportSource csv={csv} onCsv={setCsv} />
        ) : (
          <>
            <p role="status" className="flex flex-wrap gap-x-4 gap-y-1 tabular-nums">
              <span className="font-medium text-approve">{t("totals.approve", { count: plan.approve })}</span>
              <span className="font-medium text-reject">{t("totals.reject", { count: plan.reject })}</span>
              <span className="text-muted">{t("totals.skip", { count: plan.skip })}</span>
              <span className={plan.refused > 0 ? "font-medium text-conflict" : "text-muted"}>
                {t("totals.refused", { count: plan.refused })}
              </span>
              <span className="ml-auto">
                {t("totals.cost")} <Money amount={plan.cost} className="font-medium tabular-nums" />
              </span>
            </p>
            <ImportTable rows={plan.rows} />
          </>
        )}
      </div>
    </Dialog>
  );
}
