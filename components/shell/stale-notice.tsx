"use client";

import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { useProblemText } from "@/components/shell/problem-text";
import { Button, buttonClass } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { ApiError } from "@/lib/http/client";

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
      action={<WayOn error={error} retrying={retrying} onRetry={onRetry} size="sm" />}
    >
      {t.rich("stale.body", { reason: problemText(error), time })}
    </Notice>
  );
}

/** In place of what could not be read at all. */
export function Unreadable({ title, error, retrying, onRetry }: FailedRead & { title: string }) {
  const problemText = useProblemText();
  return (
    <EmptyState title={title} actions={<WayOn error={error} retrying={retrying} onRetry={onRetry} />}>
      <span role="alert">{problemText(error)}</span>
    </EmptyState>
  );
}

/** To try again; without a session that would fail for ever, so then to sign in and come back. */
function WayOn({ error, retrying, onRetry, size }: FailedRead & { size?: "sm" }) {
  const t = useTranslations("common");
  const path = usePathname();
  if (error instanceof ApiError && error.problem.status === 401)
    return (
      // A whole page load on purpose: signing in begins a new session.
      <a href={`/login?callbackUrl=${encodeURIComponent(path)}`} className={buttonClass("primary", size)}>
        {t("signIn")}
      </a>
    );
  return (
    <Button size={size} pending={retrying} onClick={onRetry}>
      {t("retry")}
    </Button>
  );
}
