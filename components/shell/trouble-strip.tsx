"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleAlert, CircleHelp, Hourglass } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ClockTime } from "@/components/ui/relative-time";
import { queueQuery } from "@/lib/decisions/queue-queries";
import { budgetQuery } from "@/lib/gateway/queries";
import type { PauseInfo } from "@/lib/gateway/schema";

/** Stands under the header only while there is trouble: what happened, since when, what still works, what to do. */
export function TroubleStrip() {
  const t = useTranslations("shell.trouble");
  const paused = useQuery(budgetQuery).data?.paused ?? [];
  const queue = useQuery(queueQuery).data;
  const uncertain = queue?.uncertain ?? 0;
  if (paused.length === 0 && uncertain === 0) return null;
  return (
    <section aria-label={t("label")} className="border-b border-line">
      {paused.map((pause) => (
        <PauseLine key={pause.reason} pause={pause} waiting={(queue?.held ?? 0) + (queue?.queued ?? 0)} />
      ))}
      {uncertain > 0 && (
        <Line
          look="border-y border-dashed border-uncertain bg-uncertain-soft"
          icon={<CircleHelp aria-hidden className="text-uncertain" />}
          what={t("uncertain.what", { count: uncertain })}
          then={t("uncertain.then")}
        />
      )}
    </section>
  );
}

/** Reasons that only a person can end. */
const NEEDS_A_PERSON = new Set<PauseInfo["reason"]>([
  "no_key",
  "key_unreadable",
  "key_refused",
  "insufficient_funds",
]);

function PauseLine({ pause, waiting }: { pause: PauseInfo; waiting: number }) {
  const t = useTranslations("shell.trouble");
  const since = () => <ClockTime at={pause.since} />;
  const until = () => pause.until !== null && <ClockTime at={pause.until} />;
  const timed = pause.until === null ? "no" : "yes";
  const serious = NEEDS_A_PERSON.has(pause.reason);
  return (
    <Line
      look={serious ? "bg-reject-soft" : "bg-held-soft"}
      icon={
        serious ? (
          <CircleAlert aria-hidden className="text-reject" />
        ) : (
          <Hourglass aria-hidden className="text-held" />
        )
      }
      what={t.rich(`${pause.reason}.what`, { since })}
      then={t.rich(`${pause.reason}.then`, { waiting, timed, until })}
    />
  );
}

function Line({
  look,
  icon,
  what,
  then,
}: {
  look: string;
  icon: ReactNode;
  what: ReactNode;
  then: ReactNode;
}) {
  return (
    <div
      role="status"
      className={`flex items-start gap-2.5 px-4 py-2 ${look} [&>svg]:mt-0.5 [&>svg]:size-4 [&>svg]:shrink-0`}
    >
      {icon}
      <p>
        <span className="font-semibold">{what}</span> {then}
      </p>
    </div>
  );
}
