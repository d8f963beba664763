"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import type { SubmissionFilter } from "@/components/submissions/filter";
import { submissionListQuery } from "@/lib/decisions/queries";

/** The submissions that fit the filter, page after page; while a new filter is read the old rows stay. */
export function useSubmissions(campaignId: string, { status, search }: SubmissionFilter) {
  return useInfiniteQuery({
    ...submissionListQuery(campaignId, {
      ...(status === null ? {} : { status }),
      ...(search === "" ? {} : { search }),
    }),
    placeholderData: keepPreviousData,
  });
}
