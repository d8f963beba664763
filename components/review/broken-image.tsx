"use client";

import { useQuery } from "@tanstack/react-query";
import { ImageOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { useProblemText } from "@/components/shell/problem-text";
import { Button } from "@/components/ui/button";
import { imageTrouble } from "@/lib/decisions/queries";

/** Stands where an image cannot be shown: plainly, with the desk's reason, and a way to try again. */
export function BrokenImage({ address, onRetry }: { address: string; onRetry: () => void }) {
  const t = useTranslations("review.images");
  const common = useTranslations("common");
  const problemText = useProblemText();
  const why = useQuery({
    queryKey: ["image-trouble", address],
    queryFn: () => imageTrouble(address),
    gcTime: 0,
  });
  return (
    <div
      role="status"
      className="absolute inset-0 grid place-content-center justify-items-center gap-2 p-4 text-center"
    >
      <ImageOff aria-hidden className="size-6 text-muted" />
      <p className="font-medium">{t("broken")}</p>
      <p className="max-w-sm text-sm text-pretty text-muted">
        {why.isFetching ? null : why.data ? problemText(why.data) : t("brokenWhy")}
      </p>
      <Button size="sm" onClick={onRetry}>
        {common("retry")}
      </Button>
    </div>
  );
}
