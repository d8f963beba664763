"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { BulkBar } from "@/components/submissions/bulk-bar";
import { bulkFigures } from "@/components/submissions/bulk-figures";
import type { SubmissionFilter } from "@/components/submissions/filter";
import {
  BY_HAND_MOST,
  isAllLoadedSelected,
  isAnythingSelected,
  type Selection,
  selectedCount,
  sharedBy,
  type Whole,
} from "@/components/submissions/selection";
import { useBulkDecision } from "@/components/submissions/use-bulk-decision";
import { useBulkKeys } from "@/components/submissions/use-bulk-keys";
import type { SelectionStore } from "@/components/submissions/use-selection";
import { undecidedCountQuery } from "@/lib/decisions/bulk/queries";
import type { BulkFilter } from "@/lib/decisions/bulk/schema";
import type { Verdict } from "@/lib/decisions/schema";
import type { CampaignDetail } from "@/lib/mirror/schema";

type BulkSelectionProps = {
  campaign: CampaignDetail;
  filter: SubmissionFilter;
  selection: Selection;
  store: SelectionStore;
  /** Whether the table goes on behind what is loaded. */
  hasMore: boolean;
};

/** What is selected, and deciding it: the bulk bar with its figures, its wider offers and its keys. */
export function BulkSelection({ campaign, filter, selection, store, hasMore }: BulkSelectionProps) {
  const t = useTranslations("bulk.bar");
  const bulk = useBulkDecision({ onDone: () => store.dispatch({ type: "cleared" }) });
  const [reasonsOpen, setReasonsOpen] = useState(false);
  const approve = useRef<HTMLButtonElement>(null);
  const shown = isAnythingSelected(selection);
  const { whole } = selection;
  const total = useTotal(campaign, filter, whole?.of ?? null, shown);
  const wider = useTotal(campaign, filter, { kind: "filter" }, shown && hasMore && whole === null);
  const found = bulk.recount ?? selectedCount(selection, total);

  const { forget } = bulk;
  const { picked } = selection;
  useEffect(() => {
    // Whatever was said about another selection is old.
    if (picked.size > 0 || whole !== null) forget();
    // `forget` is new at every render and does the same each time.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [picked, whole]);

  const decide = (verdict: Verdict, notes?: string) => {
    setReasonsOpen(false);
    if (found === null || bulk.pending) return;
    const wanted = wholeFilter(campaign.id, filter, whole?.of ?? { kind: "filter" });
    bulk.decide({
      campaignId: campaign.id,
      selection,
      filter: wanted,
      count: found,
      verdict,
      ...(notes === undefined ? {} : { notes }),
    });
  };
  const clear = () => store.dispatch({ type: "cleared" });
  useBulkKeys({
    onApprove: () => approve.current?.focus(),
    onReject: () => setReasonsOpen(shown),
    onUndo: bulk.undoLast,
    onClear: clear,
  });
  if (!shown) return null;

  const take = (of: Whole) => () => store.dispatch({ type: "whole", of });
  const shared = sharedBy(selection);
  const offers = [
    ...(wider !== null && hasMore && isAllLoadedSelected(selection)
      ? [{ label: t("allOfFilter", { count: wider }), onTake: take({ kind: "filter" }) }]
      : []),
    ...(shared.worker === null
      ? []
      : [
          {
            label: t("allOfWorker", { name: shared.worker.name }),
            onTake: take({ kind: "worker", ...shared.worker }),
          },
        ]),
    ...shared.flags.map((code) => ({
      label: t("allOfFlag", { flag: code }),
      onTake: take({ kind: "flag", code }),
    })),
  ];
  return (
    <BulkBar
      figures={found === null ? null : bulkFigures(found, campaign)}
      offers={whole === null ? offers : []}
      trouble={bulk.trouble}
      tooMany={whole === null && selection.picked.size > BY_HAND_MOST}
      pending={bulk.pending}
      reasonsOpen={reasonsOpen}
      onReasonsOpen={setReasonsOpen}
      onApprove={() => decide("approve")}
      onReject={(notes) => decide("reject", notes)}
      onClear={clear}
      approveRef={approve}
    />
  );
}

/** How many undecided ones there are of a kind; null while that is read, or nobody asks. */
function useTotal(
  campaign: CampaignDetail,
  filter: SubmissionFilter,
  of: Whole | null,
  asked: boolean,
): number | null {
  // The campaign itself knows how many of all its submissions are undecided.
  const known = of?.kind === "filter" && filter.search === "" ? campaign.undecided : null;
  const counted = useQuery({
    ...undecidedCountQuery(wholeFilter(campaign.id, filter, of ?? { kind: "filter" })),
    enabled: asked && of !== null && known === null,
  });
  return of === null ? null : (known ?? counted.data ?? null);
}

/** A kind as our API takes it. What is "of this worker" or "with this flag" is so in the whole campaign. */
function wholeFilter(
  campaignId: string,
  { status, search }: SubmissionFilter,
  of: Whole,
): BulkFilter & { campaignId: string } {
  if (of.kind === "worker") return { campaignId, workerId: of.id };
  if (of.kind === "flag") return { campaignId, flag: of.code };
  return {
    campaignId,
    ...(status === null ? {} : { status }),
    ...(search === "" ? {} : { search }),
  };
}
