"use client";

import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import type { SenderState } from "@/components/review/sender";
import { buttonClass } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";

/** Says that decisions wait in this tab, why, and what to do; nothing while all is well. */
export function WaitingNotice({ state }: { state: SenderState }) {
  const t = useTranslations("review.waiting");
  const path = usePathname();
  const count = state.waiting.length;
  const lossy = !state.durable && count > 0;
  if (state.trouble === "signed_out")
    return (
      <Notice
        tone="warn"
        title={t("signedOut")}
        action={
          // A whole page load on purpose: signing in begins a new session.
          <a href={`/login?callbackUrl=${encodeURIComponent(path)}`} className={buttonClass("primary", "sm")}>
            {t("signIn")}
          </a>
        }
      >
        {t("signedOutBody", { count })} {lossy && t("notKept")}
      </Notice>
    );
  if (state.trouble === "unreachable" && count > 0)
    return (
      <Notice tone="warn" title={t("unreachable", { count })}>
        {t("unreachableBody")} {lossy && t("notKept")}
      </Notice>
    );
  return lossy ? <Notice tone="warn" title={t("notKept")} /> : null;
}
