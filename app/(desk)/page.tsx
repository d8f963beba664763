import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { campaignsMemory } from "@/app/(desk)/campaigns-memory";
import { OverviewPanel } from "@/components/overview/overview";
import { requirePerson } from "@/lib/team/gate";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("overview"))("title") };
}

export default async function OverviewPage() {
  await requirePerson("desk.look");
  return (
    <HydrationBoundary state={await campaignsMemory()}>
      <OverviewPanel />
    </HydrationBoundary>
  );
}
