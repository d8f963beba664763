"use client";

import clsx from "clsx";
import { useTranslations } from "next-intl";
import { useConnection } from "@/components/shell/live-provider";
import { Tooltip } from "@/components/ui/tooltip";

const DOTS = {
  connecting: "bg-line-strong",
  live: "bg-approve-area",
  reconnecting: "bg-held-area inset-ring inset-ring-held-edge",
};

/** Whether changes appear by themselves, in a dot and a word. */
export function LiveStatus() {
  const t = useTranslations("shell.live");
  const connection = useConnection();
  return (
    <Tooltip content={t(`${connection}Hint`)} side="bottom">
      <button
        type="button"
        className="inline-flex h-7 cursor-default items-center gap-1.5 rounded-md px-1 text-xs text-muted"
      >
        <span aria-hidden className={clsx("size-2 rounded-full", DOTS[connection])} />
        <span role="status" className={clsx(connection === "live" && "max-sm:sr-only")}>
          {t(connection)}
        </span>
      </button>
    </Tooltip>
  );
}
