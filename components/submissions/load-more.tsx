"use client";

import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useRef } from "react";
import { Button } from "@/components/ui/button";

/** The end of a list that goes on: loads the next page when it comes near, or when pressed. */
export function LoadMore({ loading, onLoad }: { loading: boolean; onLoad: () => void }) {
  const t = useTranslations("review.table");
  const end = useRef<HTMLDivElement>(null);
  const load = useEffectEvent(onLoad);
  useEffect(() => {
    // A page that is shorter than the window leaves the end in sight: it is looked at again after each load.
    if (end.current === null || loading) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) load();
      },
      { rootMargin: "600px" },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [loading]);
  return (
    <div ref={end} className="grid justify-center p-4">
      <Button pending={loading} onClick={onLoad}>
        {t("loadMore")}
      </Button>
    </div>
  );
}
