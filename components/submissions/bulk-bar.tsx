"use client";

import { Check, X } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { type Ref, useState } from "react";
import { RejectReasons } from "@/components/review/reject-reasons";
import type { BulkFigures } from "@/components/submissions/bulk-figures";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { Money } from "@/components/ui/money";
import { Notice } from "@/components/ui/notice";
import { Popover } from "@/components/ui/popover";

export type BulkBarProps = {
  /** Null while it is being counted. */
  figures: BulkFigures | null;
  /** Wider selections that fit what is picked: "All 312 with this filter". */
  offers: readonly { label: string; onTake: () => void }[];
  /** Why it cannot be decided as it is, in words. */
  trouble: string | null;
  /** Too many to be decided one by one. */
  tooMany: boolean;
  pending: boolean;
  reasonsOpen: boolean;
  onReasonsOpen: (open: boolean) => void;
  onApprove: () => void;
  onReject: (notes: string) => void;
  onClear: () => void;
  /** The button that `A` moves to. */
  approveRef?: Ref<HTMLButtonElement>;
};

/** Stands at the bottom while something is selected: how many, what it costs, and what can be done with all of it. */
export function BulkBar({ approveRef, ...props }: BulkBarProps) {
  const t = useTranslations("bulk.bar");
  const [draft, setDraft] = useState("");
  const idle = props.figures === null || props.figures.count === 0 || props.tooMany;
  return (
    <section
      aria-label={t("label")}
      className="sticky bottom-0 z-10 grid gap-2 border-t border-line-strong bg-raised px-4 py-2 shadow-lift max-md:bottom-14"
    >
      {props.trouble !== null && <Notice tone="warn" title={props.trouble} />}
      {props.tooMany && <Notice tone="warn" title={t("tooMany")} />}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Figures figures={props.figures} />
        {props.offers.map(({ label, onTake }) => (
          <Button key={label} size="sm" onClick={onTake}>
            {label}
          </Button>
        ))}
        <span className="flex-1 max-sm:hidden" />
        <div className="flex flex-wrap gap-2 max-sm:w-full max-sm:*:flex-1">
          <Button
            ref={approveRef}
            variant="approve"
            className="max-sm:h-11"
            aria-keyshortcuts="A"
            disabled={idle}
            pending={props.pending}
            icon={<Check aria-hidden className="size-4" />}
            onClick={props.onApprove}
          >
            {t("approve")}
            <Shortcut>A</Shortcut>
          </Button>
          <Popover
            label={t("why")}
            side="top"
            align="end"
            open={props.reasonsOpen && !idle}
            onOpenChange={props.onReasonsOpen}
            trigger={
              <Button
                variant="reject"
                className="max-sm:h-11"
                aria-keyshortcuts="R"
                disabled={idle || props.pending}
                icon={<X aria-hidden className="size-4" />}
              >
                {t("reject")}
                <Shortcut>R</Shortcut>
              </Button>
            }
          >
            <RejectReasons draft={draft} onDraft={setDraft} onReject={props.onReject} />
          </Popover>
          <Button className="max-sm:h-11" aria-keyshortcuts="Escape" onClick={props.onClear}>
            {t("clear")}
            <Shortcut>{ESCAPE}</Shortcut>
          </Button>
        </div>
      </div>
    </section>
  );
}

/** As it stands on keyboards. */
const ESCAPE = "Esc";

function Shortcut({ children }: { children: string }) {
  return (
    <Kbd className="ml-2 max-lg:hidden">
      <span aria-hidden>{children}</span>
    </Kbd>
  );
}

function Figures({ figures }: { figures: BulkFigures | null }) {
  const t = useTranslations("bulk.bar");
  const format = useFormatter();
  if (figures === null)
    return (
      <p role="status" className="text-muted">
        {t("counting")}
      </p>
    );
  const { count, cost, requests, withSweep } = figures;
  return (
    <p role="status" className="flex flex-wrap gap-x-1.5 tabular-nums">
      <span className="font-semibold">{t("selected", { count })}</span>
      <span aria-hidden>·</span>
      <Money amount={cost} />
      <span aria-hidden>·</span>
      <span className="text-muted">
        {t("requests", { count: requests })}
        {withSweep !== null && ` ${t("withSweep", { requests: format.number(withSweep) })}`}
      </span>
    </p>
  );
}
