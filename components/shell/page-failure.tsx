"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useTransition } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export type PageFailureProps = { error: Error & { digest?: string }; reset: () => void };

/** In place of a page that could not be drawn: what that means, and the number under which the log knows it. */
export function PageFailure({ error, reset }: PageFailureProps) {
  const t = useTranslations("common");
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  // The page is asked for again as well: `reset` alone would only draw the same failed answer.
  const retry = () =>
    startTransition(() => {
      router.refresh();
      reset();
    });
  return (
    <div role="alert">
      <EmptyState
        title={<h1>{t("page.failed")}</h1>}
        actions={
          <Button variant="primary" pending={pending} onClick={retry}>
            {t("retry")}
          </Button>
        }
      >
        {error.digest === undefined
          ? t("page.failedHintPlain")
          : t("page.failedHint", { digest: error.digest })}
      </EmptyState>
    </div>
  );
}
