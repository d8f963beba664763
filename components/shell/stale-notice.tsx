"use client";

import { useTranslations } from "next-intl";
import { useProblemText } from "@/components/shell/problem-text";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";

type FailedRead = { error: Error; retrying: boolean; onRetry: () => void };

/** Over what is still shown though it could not be read again: why, and how old it is. */
export function StaleNotice({ error, retrying, onRetry, readAt }: FailedRead & { readAt: number }) {
  const t = useTranslations("common");
  const problemText = useProblemText();
  const time = () => <RelativeTime at={new Date(readAt).toISOString()} wording="long" />;
  return (
    <Notice
      tone="warn"
      title={t("stale.title")}
      action={
        <Button size="sm" pending={retrying} onClick={onRetry}>
          {t("retry")}
        </Button>
      }
    >
      {t.rich("stale.body", { reason: problemText(error), time })}
    </Notice>
  );
}

/** In place of what could not be read at all. */
export function Unreadable({ title, error, retrying, onRetry }: FailedRead & { title: string }) {
  const t = useTranslations("common");
  const problemText = useProblemText();
  return (
    <EmptyState
      title={title}
      actions={
        <Button pending={retrying} onClick={onRetry}>
          {t("retry")}
        </Button>
      }
    >
      <span role="alert">{problemText(error)}</span>
    </EmptyState>
  );
}
