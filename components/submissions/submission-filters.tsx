"use client";

import { Search } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import type { SubmissionFilter } from "@/components/submissions/filter";
import { Chip, ChipGroup } from "@/components/ui/chip";
import { Input } from "@/components/ui/input";
import { type Campaign, submissionStatusSchema } from "@/lib/mirror/schema";

const SEARCH_AFTER_MS = 250;

type SubmissionFiltersProps = {
  filter: SubmissionFilter;
  campaign: Pick<Campaign, "pending" | "approved" | "rejected"> | undefined;
  onChange: (part: Partial<SubmissionFilter>) => void;
};

/** Status and search of the table. */
export function SubmissionFilters({ filter, campaign, onChange }: SubmissionFiltersProps) {
  const t = useTranslations("review.table");
  const format = useFormatter();
  const countOf = (count: number | undefined) => (count === undefined ? undefined : format.number(count));
  const counts = {
    Pending: countOf(campaign?.pending),
    Approved: countOf(campaign?.approved),
    Rejected: countOf(campaign?.rejected),
  };
  return (
    <div className="flex flex-wrap items-center gap-3">
      <ChipGroup label={t("tabs.label")}>
        <Chip pressed={filter.status === null} onClick={() => onChange({ status: null })}>
          {t("tabs.all")}
        </Chip>
        {submissionStatusSchema.options.map((status) => (
          <Chip
            key={status}
            pressed={filter.status === status}
            count={counts[status]}
            onClick={() => onChange({ status })}
          >
            {t(`tabs.${status}`)}
          </Chip>
        ))}
      </ChipGroup>
      <SearchField search={filter.search} onSearch={(search) => onChange({ search })} />
    </div>
  );
}

/** Searches a moment after the last letter. */
function SearchField({ search, onSearch }: { search: string; onSearch: (search: string) => void }) {
  const t = useTranslations("review.table");
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // The address may change without typing (cleared, or the way back); what is being typed is left alone.
    if (field.current !== null && field.current !== document.activeElement) field.current.value = search;
  }, [search]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <div className="relative ml-auto w-64 max-sm:w-full">
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-muted"
      />
      <Input
        ref={field}
        type="search"
        aria-label={t("search")}
        placeholder={t("searchPlaceholder")}
        maxLength={200}
        defaultValue={search}
        onChange={({ target }) => {
          clearTimeout(timer.current);
          timer.current = setTimeout(() => onSearch(target.value.trim()), SEARCH_AFTER_MS);
        }}
        className="pl-8"
      />
    </div>
  );
}
