"use client";

import { Flag } from "lucide-react";
import { useTranslations } from "next-intl";
import type { MouseEvent } from "react";
import { flagWords } from "@/components/review/proof-words";
import { workerFigures } from "@/components/review/worker-facts";
import { standingOf } from "@/components/submissions/standing";
import { StateBadge } from "@/components/submissions/state-badge";
import { Badge } from "@/components/ui/badge";
import { RelativeTime } from "@/components/ui/relative-time";
import { Table, Td, Th } from "@/components/ui/table";
import type { Submission } from "@/lib/mirror/schema";

type Opener = { onOpen: (submission: Submission) => void };

/** Submissions, a row each; a click anywhere on a row, or Enter on its number, opens it. */
export function SubmissionTable({ submissions, onOpen }: { submissions: readonly Submission[] } & Opener) {
  const t = useTranslations("review.table");
  return (
    <div className="overflow-x-auto">
      <Table aria-label={t("label")} className="table-fixed md:min-w-[64rem]">
        <thead>
          <tr>
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
            <SubmissionRow key={submission.id} submission={submission} onOpen={onOpen} />
          ))}
        </tbody>
      </Table>
    </div>
  );
}

const THUMBS = 3;

function SubmissionRow({ submission, onOpen }: { submission: Submission } & Opener) {
  const t = useTranslations("review.table");
  const facts = useTranslations("review.facts");
  const { id, worker, images, flags, proofText, submittedAt } = submission;
  const open = (event: MouseEvent) => {
    event.stopPropagation();
    onOpen(submission);
  };
  return (
    // The button in the row is what the keyboard uses; the row only makes it large for the mouse.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <tr onClick={open} className="h-14 cursor-pointer hover:bg-sunken">
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
      </Td>
      <Td className="text-muted max-md:hidden">
        <DecidedBy submission={submission} />
      </Td>
    </tr>
  );
}

function DecidedBy({ submission }: { submission: Submission }) {
  const t = useTranslations("review.table");
  const { decision, status } = submission;
  const open = standingOf(submission).word === "open";
  if (open) return null;
  if (decision === null || decision.state === "UNDONE")
    return status === "Pending" ? null : <span>{t("onRapidWorkers")}</span>;
  return (
    <>
      <bdi className="block truncate text-ink">{decision.decidedBy.name}</bdi>
      <RelativeTime at={decision.decidedAt} className="text-xs" />
    </>
  );
}
