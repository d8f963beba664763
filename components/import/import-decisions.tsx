"use client";

import { FileUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ImportDialog } from "@/components/import/import-dialog";
import { Button } from "@/components/ui/button";

/** Takes a decided spreadsheet for a campaign. */
export function ImportDecisions({ campaignId }: { campaignId: string }) {
  const t = useTranslations("bulk.import");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon={<FileUp aria-hidden className="size-4" />} onClick={() => setOpen(true)}>
        {t("button")}
      </Button>
      {open && <ImportDialog campaignId={campaignId} onClose={() => setOpen(false)} />}
    </>
  );
}
