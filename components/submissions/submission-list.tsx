"use client";

import { Download, Inbox, ListFilter } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { SyncProgress } from "@/components/review/sync-progress";
import { StaleNotice, Unreadable } from "@/components/shell/stale-notice";
import { BulkSelection } from "@/components/submissions/bulk-selection";
import { isFiltered, type SubmissionFilter } from "@/components/submissions/filter";
import { LoadMore } from "@/components/submissions/load-more";
import { isOpen } from "@/components/submissions/standing";
import { SubmissionDialog } from "@/components/submissions/submission-dialog";
import { SubmissionFilters } from "@/components/submissions/submission-filters";
import { SubmissionTable } from "@/components/submissions/submission-table";
import { useSelection } from "@/components/submissions/use-selection";
import { useSubmissionFilter } from "@/components/submissions/use-submission-filter";
import { useSubmissions } from "@/components/submissions/use-submissions";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Skeleton } from "@/components/ui/skeleton";
import type { CampaignDetail, Submission } from "@/lib/mirror/schema";

/** The submissions of a campaign with their filters; an open one leads into review, any other is shown. */
export function SubmissionList({ campaign, mayDecide }: { campaign: CampaignDetail; mayDecide: boolean }) {
  const t = useTranslations("review");
  const router = useRouter();
  const { filter, change } = useSubmissionFilter();
  const list = useSubmissions(campaign.id, filter);
  const [shownId, setShownId] = useState<number | null>(null);
  const { data, error } = list;
  // The selection follows this list: it must stay the same as long as what was read does.
  const submissions = useMemo(() => data?.pages.flatMap((page) => page.items), [data]);
  const { selection, store } = useSelection(submissions);
  const refilter = (part: Partial<SubmissionFilter>) => {
    // What was selected in another list is not meant any more.
    store.dispatch({ type: "cleared" });
    change(part);
  };
  const shown = submissions?.find(({ id }) => id === shownId);
  const failed =
    error === null ? null : { error, retrying: list.isFetching, onRetry: () => void list.refetch() };
  const open = (submission: Submission) => {
    if (mayDecide && isOpen(submission))
      router.push(`/campaigns/${encodeURIComponent(campaign.id)}/review?at=${submission.id}`);
    else setShownId(submission.id);
  };
  return (
    <>
      <div className="grid gap-3 px-4">
        <SubmissionFilters filter={filter} campaign={campaign} onChange={refilter} />
        {failed !== null && data !== undefined && <StaleNotice {...failed} readAt={list.dataUpdatedAt} />}
      </div>
      <div className="border-y border-line bg-surface">
        {submissions === undefined && failed !== null && <Unreadable {...failed} title={t("list.failed")} />}
        {submissions === undefined && failed === null && <Skeleton className="m-4 h-64" />}
        {submissions?.length === 0 && (
          <NoSubmissions
            campaign={campaign}
            filtered={isFiltered(filter)}
            onClear={() => refilter({ status: null, search: "" })}
          />
        )}
        {submissions !== undefined && submissions.length > 0 && (
          <SubmissionTable
            submissions={submissions}
            selecting={mayDecide ? { selection, store } : null}
            onOpen={open}
          />
        )}
      </div>
      {list.hasNextPage && (
        <LoadMore loading={list.isFetchingNextPage} onLoad={() => void list.fetchNextPage()} />
      )}
      {mayDecide && (
        <BulkSelection
          campaign={campaign}
          filter={filter}
          selection={selection}
          store={store}
          hasMore={list.hasNextPage}
        />
      )}
      {shown !== undefined && (
        <SubmissionDialog submission={shown} campaign={campaign} onClose={() => setShownId(null)} />
      )}
    </>
  );
}

type NoSubmissionsProps = { campaign: CampaignDetail; filtered: boolean; onClear: () => void };

/** Why the table is empty: filtered to nothing, never read, or nothing handed in. */
function NoSubmissions({ campaign, filtered, onClear }: NoSubmissionsProps) {
  const t = useTranslations("review");
  if (campaign.syncedAt === null)
    return (
      <EmptyState icon={<Download aria-hidden />} title={t("list.never")}>
        <p className="mb-3">{t("list.neverBody")}</p>
        {campaign.sync !== null && (
          <div className="grid justify-center">
            <SyncProgress sync={campaign.sync} />
          </div>
        )}
      </EmptyState>
    );
  if (filtered)
    return (
      <EmptyState
        icon={<ListFilter aria-hidden />}
        title={t("list.filtered")}
        actions={<Button onClick={onClear}>{t("table.clear")}</Button>}
      >
        {t("list.filteredBody")}
      </EmptyState>
    );
  return (
    <EmptyState icon={<Inbox aria-hidden />} title={t("list.empty")}>
      {t("list.emptyBody")}
    </EmptyState>
  );
}
