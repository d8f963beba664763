"use client";

import { useState } from "react";
import { AskedFor, FlagList, ProofText } from "@/components/review/proof-words";
import { WorkerFacts } from "@/components/review/worker-facts";
import type { CampaignDetail, Submission } from "@/lib/mirror/schema";

type ProofFactsProps = {
  submission: Submission;
  /** Undefined while it is read. */
  campaign: CampaignDetail | undefined;
  /** In the review of all campaigns each proof says where it belongs. */
  withCampaign: boolean;
};

/** Everything about a proof but its images. */
export function ProofFacts({ submission, campaign, withCampaign }: ProofFactsProps) {
  const [asked, setAsked] = useState(false);
  const belongs = campaign?.id === submission.campaignId ? campaign : undefined;
  return (
    <>
      {withCampaign && (
        <p className="truncate text-sm text-muted" title={belongs?.title}>
          <bdi>{belongs?.title ?? "…"}</bdi>
        </p>
      )}
      <WorkerFacts submission={submission} />
      <FlagList flags={submission.flags} />
      <ProofText text={submission.proofText} />
      {belongs !== undefined && (
        <AskedFor description={belongs.description} open={asked} onToggle={setAsked} />
      )}
    </>
  );
}
