"use client";

import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent } from "react";
import { toast } from "sonner";
import { openOutbox } from "@/components/review/outbox";
import { createSender, type SenderNews } from "@/components/review/sender";
import { useProblemWords } from "@/components/shell/problem-text";
import { sendDecision, undoDecision } from "@/lib/decisions/queries";

/**
 * Sends what still waits in this browser while the person is on another page than review (which sends by itself).
 * Shows nothing while all goes well: what became of the decisions stands in the ledger; what was not taken, or not taken
 * back, stands nowhere else and is told until dismissed. Belongs once into the frame of the desk.
 */
export function OutboxKeeper({ personId }: { personId: string }) {
  const reviewing = /(^|\/)review$/.test(usePathname());
  const t = useTranslations("review.rows");
  const common = useTranslations("common");
  const problemWords = useProblemWords();
  const tell = useEffectEvent((news: SenderNews) => {
    const trouble = troubleOf(news);
    if (trouble === null) return;
    const { submissionId: id, verdict } = "entry" in news ? news.entry.item : news.decision;
    toast.error(t("told", { what: t("wanted", { id, verdict }), outcome: t(trouble.type) }), {
      description: problemWords(trouble),
      duration: Number.POSITIVE_INFINITY,
      cancel: { label: common("close"), onClick: () => undefined },
    });
  });
  useEffect(() => {
    if (reviewing) return;
    const sender = createSender({
      outbox: openOutbox(localStorage, personId),
      send: (entry) => sendDecision(entry.idempotencyKey, entry.item),
      takeBack: undoDecision,
      onNews: (news) => tell(news),
    });
    sender.retry();
    window.addEventListener("online", sender.retry);
    return () => {
      window.removeEventListener("online", sender.retry);
      sender.stop();
    };
  }, [reviewing, personId]);
  return null;
}

/** What the person must hear of, with why; null for what went as wanted. */
function troubleOf(news: SenderNews) {
  switch (news.type) {
    case "declined":
      return { type: news.type, code: news.outcome.code, words: news.outcome.message };
    case "failed":
    case "undoFailed":
      return { type: news.type, code: news.code, words: news.words };
    default:
      return null;
  }
}
