import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ReviewDesk } from "@/components/review/review-desk";
import { requirePerson } from "@/lib/team/gate";
import { may } from "@/lib/team/permissions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("review"))("page") };
}

export default async function ReviewPage() {
  const person = await requirePerson("desk.look");
  return (
    <ReviewDesk
      person={{ id: person.personId, mayDecide: may(person.role, "submissions.decide") }}
      campaignId={null}
      at={null}
    />
  );
}
