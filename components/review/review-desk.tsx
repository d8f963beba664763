"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, useSyncExternalStore } from "react";
import { ReviewStream } from "@/components/review/review-stream";
import { isOpen } from "@/components/submissions/standing";
import { Skeleton } from "@/components/ui/skeleton";
import { fetchUndecided } from "@/lib/decisions/queries";
import { type Submission, submissionPageSchema } from "@/lib/mirror/schema";

type ReviewDeskProps = {
  person: { id: string; mayDecide: boolean };
  /** Null: the submissions of all campaigns. */
  campaignId: string | null;
  /** The submission to begin with, as the address names it. */
  at: number | null;
};

const never = () => () => undefined;

/** The review page: waits for the browser (what waits in this tab is only known there) and for where to begin. */
export function ReviewDesk({ person, campaignId, at }: ReviewDeskProps) {
  const inBrowser = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  if (!inBrowser) return <Waiting />;
  return at === null || campaignId === null ? (
    <ReviewStream person={person} campaignId={campaignId} begin={null} />
  ) : (
    <ReviewFrom person={person} campaignId={campaignId} at={at} />
  );
}

/** Finds the submission to begin with: in what the table has read, else among the first thousand that wait. */
function ReviewFrom({
  person,
  campaignId,
  at,
}: {
  person: ReviewDeskProps["person"];
  campaignId: string;
  at: number;
}) {
  const queryClient = useQueryClient();
  const [known] = useState(() =>
    queryClient
      .getQueriesData({ queryKey: ["submissions", campaignId] })
      .flatMap(([, data]) => submissionsIn(data))
      .find((item) => item.id === at && isOpen(item)),
  );
  const wanted = useQuery({
    queryKey: ["submissions", campaignId, "begin", at],
    queryFn: ({ signal }) => fetchUndecided(campaignId, { limit: 1000, signal }),
    select: (page) => page.items.find((item) => item.id === at) ?? null,
    enabled: known === undefined,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  if (known === undefined && wanted.isPending) return <Waiting />;
  return <ReviewStream person={person} campaignId={campaignId} begin={known ?? wanted.data ?? null} />;
}

/** The submissions of whatever stands in the memory of reads: one page, or pages that were joined. */
function submissionsIn(data: unknown): Submission[] {
  const pages = typeof data === "object" && data !== null && "pages" in data ? data.pages : [data];
  return (Array.isArray(pages) ? pages : []).flatMap(
    (page: unknown) => submissionPageSchema.safeParse(page).data?.items ?? [],
  );
}

function Waiting() {
  return (
    <div className="h-full p-3">
      <Skeleton className="h-full w-full max-md:h-80" />
    </div>
  );
}
