"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { toast } from "sonner";
import type { z } from "zod";
import { useProblemText } from "@/components/shell/problem-text";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import type { campaignSettingsSchema } from "@/lib/decisions/sweeps/schema";
import { changeCampaign, planQuery } from "@/lib/decisions/sweeps/queries";
import { campaignQuery } from "@/lib/mirror/queries";
import type { CampaignDetail } from "@/lib/mirror/schema";

const FULL = { yes: true, no: false, unknown: null } as const;

type SweepSettingsProps = { campaign: Pick<CampaignDetail, "id" | "sweepsAllowed" | "approveOnceFull"> };

/** What a manager says about a campaign: whether it may be swept while open, and what RapidWorkers does once it is full. */
export function SweepSettings({ campaign }: SweepSettingsProps) {
  const { id: campaignId, sweepsAllowed, approveOnceFull } = campaign;
  const t = useTranslations("bulk.settings");
  const problemText = useProblemText();
  const queryClient = useQueryClient();
  const id = useId();
  const change = useMutation({
    mutationFn: (settings: z.infer<typeof campaignSettingsSchema>) => changeCampaign(campaignId, settings),
    onError: (error) => toast.error(problemText(error)),
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: campaignQuery(campaignId).queryKey }),
        queryClient.invalidateQueries({ queryKey: planQuery(campaignId).queryKey }),
      ]),
  });
  // What was chosen shows at once; the desk's word follows.
  const wanted = change.isPending ? change.variables : {};
  const once = wanted.approveOnceFull === undefined ? approveOnceFull : wanted.approveOnceFull;
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <div className="flex items-start gap-3">
        <Switch
          id={`${id}-sweeps`}
          aria-describedby={`${id}-sweeps-hint`}
          checked={wanted.sweepsAllowed ?? sweepsAllowed}
          onCheckedChange={(allowed) => change.mutate({ sweepsAllowed: allowed })}
        />
        <div>
          <label htmlFor={`${id}-sweeps`} className="font-medium">
            {t("sweeps")}
          </label>
          <p id={`${id}-sweeps-hint`} className="text-muted">
            {t("sweepsHint")}
          </p>
        </div>
      </div>
      <div className="flex items-start gap-3">
        <Select
          id={`${id}-full`}
          className="w-32 shrink-0"
          aria-describedby={`${id}-full-hint`}
          value={once === null ? "unknown" : once ? "yes" : "no"}
          onChange={({ target }) => {
            const chosen = target.value as keyof typeof FULL;
            change.mutate({ approveOnceFull: FULL[chosen] });
          }}
        >
          {(["unknown", "yes", "no"] as const).map((choice) => (
            <option key={choice} value={choice}>
              {t(`full.${choice}`)}
            </option>
          ))}
        </Select>
        <div>
          <label htmlFor={`${id}-full`} className="font-medium">
            {t("onceFull")}
          </label>
          <p id={`${id}-full-hint`} className="text-muted">
            {t("onceFullHint")}
          </p>
        </div>
      </div>
    </div>
  );
}
