"use client";

import { useTranslations } from "next-intl";
import { standingOf } from "@/components/submissions/standing";
import { Badge } from "@/components/ui/badge";
import type { Submission } from "@/lib/mirror/schema";

/** Where a submission stands: colour of meaning, icon and word; for a decision on its way also which verdict. */
export function StateBadge({ submission }: { submission: Submission }) {
  const t = useTranslations("review.states");
  const { word, tone, icon: Icon } = standingOf(submission);
  const underWay = !["open", "Approved", "Rejected"].includes(word);
  return (
    <Badge tone={tone} icon={<Icon aria-hidden className="size-3" />}>
      {t(word)}
      {underWay && submission.decision !== null && (
        <span className="font-normal">
          · {t(submission.decision.verdict === "approve" ? "approving" : "rejecting")}
        </span>
      )}
    </Badge>
  );
}
