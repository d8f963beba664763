"use client";

import { QueryClientProvider } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { makeQueryClient } from "@/components/shell/query-client";
import { Toaster } from "@/components/ui/toaster";
import { TooltipProvider } from "@/components/ui/tooltip";

/** What every page stands in: the memory of reads, tooltips, and the place of short messages. */
export function Providers({ children }: { children: ReactNode }) {
  const t = useTranslations("common");
  const [queryClient] = useState(makeQueryClient);
  return (
    <QueryClientProvider client={queryClient}>
      <TooltipProvider delayDuration={400}>
        {children}
        <Toaster label={t("messages")} />
      </TooltipProvider>
    </QueryClientProvider>
  );
}
