"use client";

import { useTranslations } from "next-intl";
import { Route } from "lucide-react";
import { DayTime } from "@/components/ui/relative-time";
import type { Plan } from "@/lib/decisions/sweeps/schema";

/** What waits in a campaign and what it will cost to send, one by one and with a sweep, and why it goes the way it goes. */
export function PlanLine({ plan }: { plan: Plan }) {
  const t = useTranslations("bulk.plan");
  const { approve, reject } = plan.waiting;
  const at = (time: string | null) => () => time !== null && <DayTime at={time} />;
  const timed = (time: string | null) => (time === null ? "no" : "yes");
  return (
    <div className="flex items-start gap-2 text-sm">
      <Route aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
      <div>
        <p className="flex flex-wrap gap-x-1.5 tabular-nums">
          <span className="font-medium">{t("waiting", { approve, reject })}</span>
          <span aria-hidden>·</span>
          <span>
            {t.rich("single", {
              requests: plan.requestsSingle,
              timed: timed(plan.doneSingleAt),
              time: at(plan.doneSingleAt),
            })}
          </span>
          {plan.requestsSweep !== null && (
            <>
              <span aria-hidden>·</span>
              <span className="text-accent">
                {t.rich("sweep", {
                  requests: plan.requestsSweep,
                  timed: timed(plan.doneSweepAt),
                  time: at(plan.doneSweepAt),
                })}
              </span>
            </>
          )}
        </p>
        <p className="text-muted">{t(`verdicts.${plan.verdict}`, { undecided: plan.undecided })}</p>
      </div>
    </div>
  );
}
