"use client";

import { Ban, CircleAlert, CircleCheck, CircleHelp, SquareCheckBig, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { DecisionNeed } from "@/components/overview/decision-need";
import { Need } from "@/components/overview/needs";
import { Section } from "@/components/overview/section";
import { ClockTime } from "@/components/ui/relative-time";
import type { Budget, PauseInfo } from "@/lib/gateway/schema";
import type { Campaign, Overview } from "@/lib/mirror/schema";

type NeedsYouProps = {
  overview: Overview;
  paused: Budget["paused"];
  campaigns: readonly Campaign[];
};

/** What waits for a person, most serious first. */
export function NeedsYou({ overview, paused, campaigns }: NeedsYouProps) {
  const t = useTranslations("overview.needs");
  const { conflicts, refused, uncertain, undecided } = overview;
  const nothing = paused.length + conflicts + refused + uncertain + undecided === 0;
  return (
    <Section title={t("title")}>
      {nothing ? (
        <p className="flex items-center gap-2 px-4 py-6 text-muted">
          <CircleCheck aria-hidden className="size-4 text-approve" />
          {t("nothing")}
        </p>
      ) : (
        <ul>
          {paused.map((pause) => (
            <PauseNeed key={pause.reason} pause={pause} />
          ))}
          {conflicts > 0 && (
            <DecisionNeed
              state="CONFLICT"
              count={conflicts}
              icon={<TriangleAlert aria-hidden className="text-conflict" />}
              title={t("conflicts", { count: conflicts })}
              hint={t("conflictsHint")}
              campaigns={campaigns}
            />
          )}
          {refused > 0 && (
            <DecisionNeed
              state="REFUSED"
              count={refused}
              icon={<Ban aria-hidden className="text-reject" />}
              title={t("refused", { count: refused })}
              hint={t("refusedHint")}
              campaigns={campaigns}
            />
          )}
          {uncertain > 0 && (
            <DecisionNeed
              state="UNCERTAIN"
              count={uncertain}
              icon={<CircleHelp aria-hidden className="text-uncertain" />}
              title={t("uncertain", { count: uncertain })}
              hint={t("uncertainHint")}
              campaigns={campaigns}
            />
          )}
          {undecided > 0 && (
            <Need
              icon={<SquareCheckBig aria-hidden className="text-accent" />}
              title={t("review", { count: undecided })}
              href="/review"
            />
          )}
        </ul>
      )}
    </Section>
  );
}

/** The gateway knows no beginning of these two: it says the present. */
const WITHOUT_BEGINNING = new Set<PauseInfo["reason"]>(["no_key", "budget_full"]);

function PauseNeed({ pause: { reason, since, detail } }: { pause: PauseInfo }) {
  const t = useTranslations("overview.needs");
  const time = () => <ClockTime at={since} />;
  return (
    <Need
      icon={<CircleAlert aria-hidden className="text-held" />}
      title={t(`pause.${reason}`)}
      hint={
        <>
          {!WITHOUT_BEGINNING.has(reason) && t.rich("since", { time })} {detail !== null && <q>{detail}</q>}
        </>
      }
    />
  );
}
