import Link from "next/link";
import { useTranslations } from "next-intl";
import { buttonClass } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

/** A whole page that only says why there is no page, with the way back. */
export function DeadEnd({ why }: { why: "notFound" | "notAllowed" }) {
  const t = useTranslations("common.page");
  return (
    <main className="grid min-h-dvh place-items-center">
      <EmptyState
        title={<h1>{t(why)}</h1>}
        actions={
          <Link href="/" className={buttonClass("primary")}>
            {t("toOverview")}
          </Link>
        }
      >
        {t(`${why}Hint`)}
      </EmptyState>
    </main>
  );
}
