"use client";

import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import type { Decision } from "@/lib/decisions/schema";
import type { Submission } from "@/lib/mirror/schema";

/** Says that what is on screen was decided meanwhile, and by whom if the ledger tells. */
export function GoneNotice({ submission, ledger }: { submission: Submission; ledger: readonly Decision[] }) {
  const t = useTranslations("review.gone");
  const first = ledger.find(
    ({ campaignId, submissionId, state }) =>
      campaignId === submission.campaignId && submissionId === submission.id && state !== "UNDONE",
  );
  const time = () => <RelativeTime at={first?.decidedAt ?? ""} wording="long" />;
  return (
    <Notice tone="warn" title={t("title")}>
      {first === undefined
        ? t("elsewhere")
        : t.rich("by", { name: first.decidedBy.name, verdict: first.verdict, time })}
    </Notice>
  );
}
