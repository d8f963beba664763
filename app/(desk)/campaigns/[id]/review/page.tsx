import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ReviewDesk } from "@/components/review/review-desk";
import { requirePerson } from "@/lib/team/gate";
import { may } from "@/lib/team/permissions";

type Props = {
  params: Promise<{ id: string }>;
  /** `at`: the submission to begin with. */
  searchParams: Promise<{ at?: string | string[] }>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("review"))("page") };
}

export default async function CampaignReviewPage({ params, searchParams }: Props) {
  const person = await requirePerson("desk.look");
  const { at } = await searchParams;
  return (
    <ReviewDesk
      person={{ id: person.personId, mayDecide: may(person.role, "submissions.decide") }}
      campaignId={(await params).id}
      at={typeof at === "string" && /^\d{1,15}$/.test(at) ? Number(at) : null}
    />
  );
}
