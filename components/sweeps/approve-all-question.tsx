"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { type ApproveAllPreview, balanceAfter, mustType } from "@/components/sweeps/confirmation";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Money } from "@/components/ui/money";
import { Notice } from "@/components/ui/notice";

type ApproveAllQuestionProps = {
  preview: ApproveAllPreview;
  /** The number moved between the question and its answer. */
  changed: boolean;
  trouble: string | null;
  typed: string;
  onTyped: (typed: string) => void;
};

/** What approving everything means: how many, what it costs, what is left, and what the person cannot have seen. */
export function ApproveAllQuestion({ preview, changed, trouble, typed, onTyped }: ApproveAllQuestionProps) {
  const t = useTranslations("bulk.approveAll");
  const format = useFormatter();
  const left = balanceAfter(preview);
  return (
    <div className="grid gap-3">
      {changed && <Notice tone="warn" title={t("changed", { count: preview.pending })} />}
      {trouble !== null && <Notice tone="error" title={trouble} />}
      <dl className="grid gap-1">
        <Line name={t("pending")}>{format.number(preview.pending)}</Line>
        <Line name={t("cost")}>
          <Money amount={preview.cost} />
        </Line>
        <Line name={t("after")}>{left === null ? t("unknown") : <Money amount={left} />}</Line>
      </dl>
      {left?.startsWith("-") && <Notice tone="warn" title={t("short")} />}
      {preview.newcomers > 0 && (
        <Notice tone="warn" title={t("newcomers", { count: preview.newcomers })}>
          {t("newcomersHint")}
        </Notice>
      )}
      {preview.rejectsWaiting > 0 && (
        <Notice title={t("rejects", { count: preview.rejectsWaiting })}>{t("rejectsHint")}</Notice>
      )}
      {mustType(preview) && (
        <Field label={t("type", { number: format.number(preview.pending) })}>
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              autoComplete="off"
              value={typed}
              onChange={(event) => onTyped(event.target.value)}
            />
          )}
        </Field>
      )}
    </div>
  );
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex justify-between gap-4">
      <dt className="text-muted">{name}</dt>
      <dd className="font-medium tabular-nums">{children}</dd>
    </div>
  );
}
