"use client";

import { Ban } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { RelativeTime } from "@/components/ui/relative-time";
import type { Submission } from "@/lib/mirror/schema";

/** Who handed it in, from where and when. Names and countries are a worker's words: shown as text, never more. */
export function WorkerFacts({ submission }: { submission: Submission }) {
  const t = useTranslations("review.facts");
  const { worker, id, submittedAt } = submission;
  const figures = workerFigures(worker, t);
  return (
    <div className="flex min-w-0 items-start gap-2.5">
      <WorkerAvatar worker={worker} />
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline gap-2">
          <bdi className="truncate text-lg font-semibold" title={worker.name}>
            {worker.name}
          </bdi>
          {worker.blocked && (
            <Badge tone="reject" icon={<Ban aria-hidden className="size-3" />}>
              {t("blocked")}
            </Badge>
          )}
          <span className="ml-auto shrink-0 text-sm text-muted tabular-nums">
            {t("id", { id })}
            {submittedAt !== null && (
              <>
                {" · "}
                <RelativeTime at={submittedAt} />
              </>
            )}
          </span>
        </div>
        <p className="text-sm text-muted">
          {worker.country !== null && <bdi>{worker.country}</bdi>}
          {worker.country !== null && figures !== "" && " · "}
          <span className="tabular-nums">{figures}</span>
        </p>
      </div>
    </div>
  );
}

/** "account 120 d · approval 85 % · 47 done", of what is known. */
export function workerFigures(
  worker: Submission["worker"],
  t: ReturnType<typeof useTranslations<"review.facts">>,
): string {
  return (
    [
      worker.accountAgeDays === null ? null : t("account", { days: worker.accountAgeDays }),
      worker.approvalRate === null ? null : t("approval", { rate: worker.approvalRate }),
      worker.totalCompleted === null ? null : t("done", { count: worker.totalCompleted }),
    ]
      .filter((part) => part !== null)
      // A figure and its word stay on one line.
      .map((part) => part.replaceAll(" ", "\u00a0"))
      .join(" · ")
  );
}

function WorkerAvatar({ worker }: { worker: Submission["worker"] }) {
  return (
    <span
      aria-hidden
      className="relative grid size-9 shrink-0 place-items-center overflow-hidden rounded-full bg-sunken font-medium text-muted"
    >
      {[...worker.name][0]?.toUpperCase() ?? ""}
      {worker.avatar !== null && (
        // oxlint-disable-next-line nextjs/no-img-element -- comes re-encoded from the desk
        <img
          src={worker.avatar}
          alt=""
          className="absolute inset-0 size-full object-cover"
          onError={({ currentTarget }) => currentTarget.remove()}
        />
      )}
    </span>
  );
}
