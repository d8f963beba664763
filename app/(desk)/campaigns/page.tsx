import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CampaignList } from "@/components/campaigns/campaign-list";
import { campaignsMemory } from "@/app/(desk)/campaigns-memory";
import { requirePerson } from "@/lib/team/gate";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("campaigns"))("title") };
}

export default async function CampaignsPage() {
  await requirePerson("desk.look");
  return (
    <HydrationBoundary state={await campaignsMemory()}>
      <CampaignList />
    </HydrationBoundary>
  );
}
