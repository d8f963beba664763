"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { ProofFacts } from "@/components/review/proof-facts";
import { ProofImages } from "@/components/review/proof-images";
import { useOutcomeText } from "@/components/shell/outcome-text";
import { isDecidedElsewhere, isOpen } from "@/components/submissions/standing";
import { StateBadge } from "@/components/submissions/state-badge";
import { buttonClass } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { CampaignDetail, Submission } from "@/lib/mirror/schema";

type SubmissionDialogProps = {
  submission: Submission;
  campaign: CampaignDetail | undefined;
  onClose: () => void;
};

/** One submission to look at: its proof, where it stands, and what was said about it. */
export function SubmissionDialog({ submission, campaign, onClose }: SubmissionDialogProps) {
  const t = useTranslations("review");
  const { id, campaignId, decision } = submission;
  const notes = submission.notes ?? decision?.notes ?? null;
  const outcomeText = useOutcomeText("decision");
  const trouble = decision?.error ?? null;
  return (
    <Dialog
      open
      size="lg"
      onOpenChange={(open) => !open && onClose()}
      title={t("single.title", { id })}
      actions={
        isOpen(submission) && (
          <Link
            href={`/campaigns/${encodeURIComponent(campaignId)}/review?at=${id}`}
            className={buttonClass("primary")}
          >
            {t("single.reviewFrom")}
          </Link>
        )
      }
    >
      <div className="grid gap-4 pb-2 sm:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="flex h-[56vh] flex-col max-sm:h-[40vh]">
          <ProofImages submission={submission} />
        </div>
        <div className="grid content-start gap-3">
          <div>
            <StateBadge submission={submission} />
          </div>
          {isDecidedElsewhere(submission) && (
            <p className="text-sm text-muted">{t("table.onRapidWorkers")}</p>
          )}
          {trouble !== null && <p className="text-sm text-conflict">{outcomeText(trouble)}</p>}
          {notes !== null && (
            <p className="text-sm wrap-anywhere whitespace-pre-wrap">
              <span className="text-muted">{t("single.notes")}: </span>
              {notes}
            </p>
          )}
          <ProofFacts submission={submission} campaign={campaign} withCampaign={false} />
        </div>
      </div>
    </Dialog>
  );
}
