"use client";

import clsx from "clsx";
import { Check, Undo2, X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { DecisionRow } from "@/components/review/decision-rows";
import type { UndoTarget } from "@/components/review/review-model";
import { ROW_LOOKS } from "@/components/review/row-looks";
import { useOutcomeText } from "@/components/shell/outcome-text";
import { useProblemWords } from "@/components/shell/problem-text";
import { IconButton } from "@/components/ui/icon-button";
import { RelativeTime } from "@/components/ui/relative-time";
import { TONE_SOFT } from "@/components/ui/tone";

const SHOWN = 5;

type DecisionStackProps = {
  /** Oldest first. */
  rows: readonly DecisionRow[];
  onUndo: (target: UndoTarget) => void;
  onDismiss: (id: string) => void;
};

/** One's own decisions on their way, as thin rows; those that need an eye are never folded away. */
export function DecisionStack({ rows, onUndo, onDismiss }: DecisionStackProps) {
  const t = useTranslations("review.rows");
  const plain = rows.filter((row) => row.dismissId === null);
  const folded = new Set(plain.slice(0, -SHOWN));
  const shown = rows.filter((row) => !folded.has(row));
  if (shown.length === 0) return null;
  return (
    <div className="grid max-h-64 gap-1 overflow-y-auto max-lg:max-h-28">
      {folded.size > 0 && <p className="px-2 text-xs text-muted">{t("more", { count: folded.size })}</p>}
      <ul aria-label={t("label")} className="grid gap-1">
        {shown.map((row) => (
          <Row key={row.key} row={row} onUndo={onUndo} onDismiss={onDismiss} />
        ))}
      </ul>
    </div>
  );
}

function Row({ row, onUndo, onDismiss }: { row: DecisionRow } & Omit<DecisionStackProps, "rows">) {
  const t = useTranslations("review.rows");
  const { standing, undo, dismissId, submissionId: id, verdict } = row;
  const { tone, icon: Icon } = ROW_LOOKS[standing.phase];
  const Verdict = verdict === "approve" ? Check : X;
  const outcomeText = useOutcomeText("decision");
  const problemWords = useProblemWords();
  const wanted = "error" in standing || "problem" in standing;
  const words =
    "problem" in standing
      ? problemWords(standing.problem)
      : "error" in standing && standing.error !== null
        ? outcomeText(standing.error)
        : null;
  const time = () => <RelativeTime at={row.first?.decidedAt ?? ""} wording="long" />;
  return (
    <li className={clsx("rounded-md border px-2 text-sm", TONE_SOFT[tone])}>
      <div className="flex min-h-7 items-center gap-1.5">
        <Verdict
          aria-hidden
          className={clsx("size-3.5 shrink-0", verdict === "approve" ? "text-approve" : "text-reject")}
        />
        <span className="font-medium text-ink tabular-nums">
          {t(wanted ? "wanted" : "verdict", { id, verdict })}
        </span>
        <span className="ml-auto flex items-center gap-1 text-right tabular-nums">
          <Icon aria-hidden className="size-3.5 shrink-0" />
          {standing.phase === "held" ? t("held", { seconds: standing.secondsLeft }) : t(standing.phase)}
        </span>
        <span className="flex w-7 justify-end">
          {undo !== null && (
            <IconButton
              label={t("takeBack", { id })}
              icon={<Undo2 aria-hidden className="size-4" />}
              className="size-7 text-ink max-lg:size-9"
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => onUndo(undo)}
            />
          )}
          {undo === null && dismissId !== null && (
            <IconButton
              label={t("dismiss", { id })}
              icon={<X aria-hidden className="size-4" />}
              className="size-7 text-ink max-lg:size-9"
              onClick={() => onDismiss(dismissId)}
            />
          )}
        </span>
      </div>
      {(words !== null || row.first !== null) && (
        <p className="pb-1.5 text-ink">
          {row.first === null
            ? words
            : t.rich("first", {
                name: row.first.decidedBy.name,
                verdict: row.first.verdict,
                time,
              })}
        </p>
      )}
    </li>
  );
}
