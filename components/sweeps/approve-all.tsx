"use client";

import { CheckCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ApproveAllDialog } from "@/components/sweeps/approve-all-dialog";
import { Button } from "@/components/ui/button";
import type { CampaignDetail } from "@/lib/mirror/schema";

/** Approves everything that is pending, after the question that shows what that means now. */
export function ApproveAll({ campaign }: { campaign: CampaignDetail }) {
  const t = useTranslations("bulk.approveAll");
  /** What came after the person opened this page they cannot have looked at. */
  const [lookedAt] = useState(() => new Date().toISOString());
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        icon={<CheckCheck aria-hidden className="size-4 text-approve" />}
        disabled={campaign.pending === 0}
        onClick={() => setOpen(true)}
      >
        {t("button")}
      </Button>
      {open && <ApproveAllDialog campaign={campaign} lookedAt={lookedAt} onClose={() => setOpen(false)} />}
    </>
  );
}
