import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { cache } from "react";
import { makeQueryClient } from "@/components/shell/query-client";
import { CampaignView } from "@/components/submissions/campaign-view";
import { readCampaign } from "@/lib/mirror/data";
import { campaignQuery } from "@/lib/mirror/queries";
import { requirePerson } from "@/lib/team/gate";
import { may } from "@/lib/team/permissions";

type Props = { params: Promise<{ id: string }> };

/** One read for the title and for the page. */
const campaignOf = cache(readCampaign);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  await requirePerson("desk.look");
  return { title: (await campaignOf((await params).id))?.title };
}

export default async function CampaignPage({ params }: Props) {
  const person = await requirePerson("desk.look");
  const { id } = await params;
  const memory = makeQueryClient();
  const campaign = await campaignOf(id);
  if (campaign !== undefined) memory.setQueryData(campaignQuery(id).queryKey, campaign);
  return (
    <HydrationBoundary state={dehydrate(memory)}>
      <CampaignView
        id={id}
        person={{
          id: person.personId,
          mayDecide: may(person.role, "submissions.decide"),
          mayManage: may(person.role, "campaigns.approveAll"),
          mayExport: may(person.role, "data.export"),
        }}
      />
    </HydrationBoundary>
  );
}
