"use client";

import clsx from "clsx";
import { Flag } from "lucide-react";
import { useTranslations } from "next-intl";
import type { MouseEvent } from "react";
import { flagWords } from "@/components/review/proof-words";
import { workerFigures } from "@/components/review/worker-facts";
import {
  isAllLoadedSelected,
  isSelectable,
  isSelected,
  type Selection,
} from "@/components/submissions/selection";
import { isDecidedElsewhere, standingOf } from "@/components/submissions/standing";
import { StateBadge } from "@/components/submissions/state-badge";
import type { SelectionStore } from "@/components/submissions/use-selection";
import { ROW, useTableKeys } from "@/components/submissions/use-table-keys";
import { Badge } from "@/components/ui/badge";
import { Checkbox } from "@/components/ui/checkbox";
import { RelativeTime } from "@/components/ui/relative-time";
import { Table, Td, Th } from "@/components/ui/table";
import type { Submission } from "@/lib/mirror/schema";

type Opener = { onOpen: (submission: Submission) => void };

type SubmissionTableProps = Opener & {
  submissions: readonly Submission[];
  /** Null for somebody who may only look. */
  selecting: { selection: Selection; store: SelectionStore } | null;
};

/** Submissions, a row each; a click anywhere on a row, or Enter on its number, opens it; its box selects it. */
export function SubmissionTable({ submissions, selecting, onOpen }: SubmissionTableProps) {
  const t = useTranslations("review.table");
  const onKeyDown = useTableKeys(selecting?.store ?? null);
  const rows = new Map(selecting?.selection.rows.map((row) => [row.id, row]));
  const stateOf = (id: number): RowState | null => {
    const row = rows.get(id);
    if (selecting === null) return null;
    if (row === undefined || !isSelectable(selecting.selection, row)) return "locked";
    return isSelected(selecting.selection, row) ? "selected" : "free";
  };
  return (
    // Keys bubble here from the buttons and boxes of the rows, which are what people operate.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className="overflow-x-auto" onKeyDown={onKeyDown}>
      <Table aria-label={t("label")} className="table-fixed md:min-w-[64rem]">
        <thead>
          <tr>
            {selecting !== null && <SelectAll {...selecting} />}
            <Th className="w-28 max-md:w-24">{t("columns.submission")}</Th>
            <Th className="w-44 max-sm:w-auto">{t("columns.worker")}</Th>
            <Th className="w-48 max-md:hidden">{t("columns.facts")}</Th>
            <Th className="max-sm:hidden">{t("columns.proof")}</Th>
            <Th className="w-36 max-md:hidden">{t("columns.images")}</Th>
            <Th className="w-24 max-md:hidden">{t("columns.flags")}</Th>
            <Th className="w-40 max-md:w-28">{t("columns.state")}</Th>
            <Th className="w-36 max-md:hidden">{t("columns.by")}</Th>
          </tr>
        </thead>
        <tbody>
          {submissions.map((submission) => (
            <SubmissionRow
              key={submission.id}
              submission={submission}
              state={stateOf(submission.id)}
              store={selecting?.store}
              onOpen={onOpen}
            />
          ))}
        </tbody>
      </Table>
    </div>
  );
}

/** The box over the boxes: all that is loaded, or none. */
function SelectAll({ selection, store }: { selection: Selection; store: SelectionStore }) {
  const t = useTranslations("bulk.select");
  const all = isAllLoadedSelected(selection);
  const some = selection.rows.some((row) => isSelected(selection, row));
  return (
    <Th className={BOX}>
      <span className="grid h-8 place-items-center">
        <Checkbox
          aria-label={t("allLoaded")}
          checked={all ? true : some ? "indeterminate" : false}
          disabled={!selection.rows.some((row) => isSelectable(selection, row))}
          onCheckedChange={() => store.dispatch({ type: "allLoaded" })}
        />
      </span>
    </Th>
  );
}

const BOX = "w-11 px-0! max-sm:w-12";

const THUMBS = 3;

/** Whether a row is selected, can be, or cannot (it is decided). */
type RowState = "selected" | "free" | "locked";

type SubmissionRowProps = Opener & {
  submission: Submission;
  /** Null where nothing can be selected at all. */
  state: RowState | null;
  store: SelectionStore | undefined;
};

function SubmissionRow({ submission, state, store, onOpen }: SubmissionRowProps) {
  const t = useTranslations("review.table");
  const select = useTranslations("bulk.select");
  const facts = useTranslations("review.facts");
  const { id, worker, images, flags, proofText, submittedAt } = submission;
  const choose = (event: MouseEvent) => {
    event.stopPropagation();
    store?.dispatch({ type: event.shiftKey ? "ranged" : "toggled", id });
  };
  const open = (event: MouseEvent) => {
    if (event.shiftKey && state !== null) return choose(event);
    event.stopPropagation();
    onOpen(submission);
  };
  return (
    // The button in the row is what the keyboard uses; the row only makes it large for the mouse.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <tr
      {...{ [ROW]: id }}
      onClick={open}
      // A range picked with Shift is no selected text.
      onMouseDown={(event) => event.shiftKey && event.preventDefault()}
      className={clsx("h-14 cursor-pointer", state === "selected" ? "bg-accent-soft" : "hover:bg-sunken")}
    >
      {state !== null && (
        // The whole cell takes the click that was meant for the box, which is what the keyboard uses.
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
        <Td className={BOX} onClick={choose}>
          <span className="grid h-14 place-items-center">
            {state !== "locked" && (
              <Checkbox
                aria-label={select("one", { id, name: worker.name })}
                checked={state === "selected"}
              />
            )}
          </span>
        </Td>
      )}
      <Td>
        <button
          type="button"
          aria-label={t("open", { id, name: worker.name })}
          onClick={open}
          className="block rounded-md text-left font-medium"
        >
          {facts("id", { id })}
        </button>
        {submittedAt !== null && <RelativeTime at={submittedAt} className="text-xs text-muted" />}
      </Td>
      <Td>
        <bdi className="block truncate font-medium" title={worker.name}>
          {worker.name}
        </bdi>
        <bdi className="block truncate text-xs text-muted">{worker.country}</bdi>
      </Td>
      <Td className="text-xs text-muted max-md:hidden">{workerFigures(worker, facts)}</Td>
      <Td className="max-sm:hidden">
        <p dir="auto" className="line-clamp-2 wrap-anywhere">
          {proofText}
        </p>
      </Td>
      <Td className="max-md:hidden">
        <span className="flex items-center gap-1">
          {images.slice(0, THUMBS).map((image) => (
            // oxlint-disable-next-line nextjs/no-img-element -- comes re-encoded from the desk
            <img
              key={image.id}
              src={image.thumbnail}
              alt=""
              loading="lazy"
              className="size-8 rounded-md bg-sunken object-cover"
            />
          ))}
          {images.length > THUMBS && (
            <span className="text-xs text-muted">{t("moreImages", { count: images.length - THUMBS })}</span>
          )}
        </span>
      </Td>
      <Td className="max-md:hidden">
        <span className="flex flex-wrap gap-1">
          {flags.map((flag) => (
            <Badge key={flag.code} tone="flag" icon={<Flag aria-hidden className="size-3" />}>
              {flagWords(flag)}
            </Badge>
          ))}
        </span>
      </Td>
      <Td>
        <StateBadge submission={submission} />
        {isDecidedElsewhere(submission) && (
          <span className="block text-xs text-muted md:hidden">{t("onRapidWorkers")}</span>
        )}
      </Td>
      <Td className="text-muted max-md:hidden">
        <DecidedBy submission={submission} />
      </Td>
    </tr>
  );
}

function DecidedBy({ submission }: { submission: Submission }) {
  const t = useTranslations("review.table");
  const { decision } = submission;
  if (isDecidedElsewhere(submission)) return <span>{t("onRapidWorkers")}</span>;
  if (decision === null || standingOf(submission).word === "open") return null;
  return (
    <>
      <bdi className="block truncate text-ink">{decision.decidedBy.name}</bdi>
      <RelativeTime at={decision.decidedAt} className="text-xs" />
    </>
  );
}
