"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { newestDecisionsQuery } from "@/lib/decisions/queries";
import type { Submission } from "@/lib/mirror/schema";

/** Says that what is on screen was decided meanwhile, and by whom if the ledger tells. */
export function GoneNotice({ submission }: { submission: Submission }) {
  const t = useTranslations("review.gone");
  const ledger = useQuery(newestDecisionsQuery(submission.campaignId)).data;
  const first = ledger?.items.find(
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
