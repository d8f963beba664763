"use client";

import { useTranslations } from "next-intl";
import { useOutcomeText } from "@/components/shell/outcome-text";
import { Badge } from "@/components/ui/badge";
import { RelativeTime } from "@/components/ui/relative-time";
import type { Tone } from "@/components/ui/tone";
import type { Sweep } from "@/lib/decisions/sweeps/schema";

const TONES: Record<Sweep["state"], Tone> = {
  VERIFYING: "sending",
  SENDING: "sending",
  UNCERTAIN: "uncertain",
  DONE: "approve",
  ABANDONED: "neutral",
};

/** The bulk approvals of a campaign, and by name whatever they approved that nobody here had looked at. */
export function SweepList({ sweeps }: { sweeps: readonly Sweep[] }) {
  const t = useTranslations("bulk.sweeps");
  const outcomeText = useOutcomeText("sweep");
  return (
    <section aria-label={t("label")} className="grid gap-1">
      <h2 className="font-medium">{t("label")}</h2>
      <ul className="grid divide-y divide-line">
        {sweeps.map((sweep) => (
          <li key={sweep.id} className="grid gap-1 py-2">
            <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
              <Badge tone={TONES[sweep.state]}>{t(`states.${sweep.state}`)}</Badge>
              <span>{t(`grounds.${sweep.ground}`, { count: sweep.planned })}</span>
              <span className="text-muted">
                {sweep.askedBy !== null && (
                  <>
                    <bdi>{sweep.askedBy.name}</bdi> ·{" "}
                  </>
                )}
                <RelativeTime at={sweep.startedAt} />
              </span>
            </p>
            {sweep.error !== null && <p className="wrap-anywhere text-muted">{outcomeText(sweep.error)}</p>}
            {sweep.unseen.length > 0 && (
              <div className="text-conflict">
                <p className="font-medium">{t("unseen", { count: sweep.unseen.length })}</p>
                <ul className="max-h-40 overflow-y-auto">
                  {sweep.unseen.map(({ submissionId, worker }) => (
                    <li key={submissionId} className="tabular-nums">
                      {t("one", { id: submissionId })} <bdi>{worker}</bdi>
                    </li>
                  ))}
                </ul>
              </div>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
