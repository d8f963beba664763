"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { PlanLine } from "@/components/sweeps/plan-line";
import { SweepList } from "@/components/sweeps/sweep-list";
import { SweepSettings } from "@/components/sweeps/sweep-settings";
import { planQuery, sweepsQuery } from "@/lib/decisions/sweeps/queries";
import type { CampaignDetail } from "@/lib/mirror/schema";

/** How the waiting decisions of a campaign will be sent; behind it what a manager allows and what sweeps did before. */
export function CampaignPlan({ campaign, mayManage }: { campaign: CampaignDetail; mayManage: boolean }) {
  const t = useTranslations("bulk.plan");
  const plan = useQuery(planQuery(campaign.id)).data;
  const sweeps = useQuery(sweepsQuery(campaign.id)).data?.items ?? [];
  if (plan === undefined) return null;
  const waits = plan.waiting.approve + plan.waiting.reject > 0;
  const more = mayManage || sweeps.length > 0;
  if (!waits && !more) return null;
  return (
    <section aria-label={t("label")} className="grid gap-2">
      {waits && <PlanLine plan={plan} />}
      {more && (
        <details className="text-sm">
          <summary className="w-fit rounded-md text-muted hover:text-ink">
            {t("more", { count: sweeps.length })}
          </summary>
          <div className="mt-2 grid gap-4 rounded-md border border-line bg-surface p-3">
            {mayManage && <SweepSettings campaign={campaign} />}
            {sweeps.length > 0 && <SweepList sweeps={sweeps} />}
          </div>
        </details>
      )}
    </section>
  );
}
