"use client";

import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useId, useRef } from "react";
import { CAMPAIGN_STATUSES, type CampaignFilter, type CampaignStatus } from "@/components/campaigns/filter";
import { Chip, ChipGroup } from "@/components/ui/chip";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { CAMPAIGN_SORTS } from "@/lib/mirror/schema";

const TYPING_MS = 150;

type CampaignFiltersProps = {
  filter: CampaignFilter;
  /** How many the search leaves in each status, and in all. */
  counts: Record<CampaignStatus | "all", number>;
  onChange: (part: Partial<CampaignFilter>) => void;
};

/** Status as chips, search, and the order. */
export function CampaignFilters({ filter, counts, onChange }: CampaignFiltersProps) {
  const t = useTranslations("campaigns");
  const statuses = useTranslations("common.campaignStatus");
  const sortId = useId();
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <ChipGroup label={t("filters.status")}>
        <Chip pressed={filter.status === null} count={counts.all} onClick={() => onChange({ status: null })}>
          {t("filters.all")}
        </Chip>
        {CAMPAIGN_STATUSES.map((status) => (
          <Chip
            key={status}
            pressed={filter.status === status}
            count={counts[status]}
            onClick={() => onChange({ status: filter.status === status ? null : status })}
          >
            {statuses(status)}
          </Chip>
        ))}
      </ChipGroup>
      <span className="flex flex-1 flex-wrap items-center justify-end gap-2">
        <SearchField search={filter.search} onSearch={(search) => onChange({ search })} />
        <label htmlFor={sortId} className="sr-only">
          {t("filters.sort")}
        </label>
        <Select
          id={sortId}
          value={filter.sort}
          onChange={({ target }) => onChange({ sort: CAMPAIGN_SORTS.find((sort) => sort === target.value) })}
          className="w-40"
        >
          {CAMPAIGN_SORTS.map((sort) => (
            <option key={sort} value={sort}>
              {t(`sorts.${sort}`)}
            </option>
          ))}
        </Select>
      </span>
    </div>
  );
}

function SearchField({ search, onSearch }: { search: string; onSearch: (search: string) => void }) {
  const t = useTranslations("campaigns.filters");
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // The address may change without typing (cleared, or the way back); what is being typed is left alone.
    if (field.current !== null && field.current !== document.activeElement) field.current.value = search;
  }, [search]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <span className="relative min-w-40 flex-1 sm:max-w-64">
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-muted"
      />
      <Input
        ref={field}
        type="search"
        aria-label={t("search")}
        placeholder={t("placeholder")}
        defaultValue={search}
        onChange={({ target }) => {
          clearTimeout(timer.current);
          timer.current = setTimeout(() => onSearch(target.value.trim()), TYPING_MS);
        }}
        className="pl-8"
      />
    </span>
  );
}
