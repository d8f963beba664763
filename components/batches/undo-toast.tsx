"use client";

import { Undo2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";

type UndoToastProps = {
  /** What was done. */
  words: string;
  /** When the undo window ends, ms on this browser's clock. */
  until: number;
  onUndo: () => void;
};

const TICK_MS = 250;

/** Tells of a bulk action while it can be taken back as a whole, and counts down. */
export function UndoToast({ words, until, onUndo }: UndoToastProps) {
  const t = useTranslations("bulk.done");
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.ceil((until - now) / 1000));
  return (
    <span className="flex items-center gap-3">
      <span className="min-w-0 flex-1">{words}</span>
      {seconds > 0 && (
        <Button
          size="sm"
          aria-keyshortcuts="U"
          icon={<Undo2 aria-hidden className="size-4" />}
          onClick={onUndo}
        >
          {t("undo")}
          <span aria-hidden className="ml-1.5 font-normal text-muted tabular-nums">
            {t("seconds", { seconds })}
          </span>
        </Button>
      )}
    </span>
  );
}
