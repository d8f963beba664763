import { claimNext } from "@/lib/decisions/claims/claim";
import { claimSchema } from "@/lib/decisions/claims/schema";
import { withRoute } from "@/lib/team/gate";

/** The next submissions for this person, and for nobody else. */
export const POST = withRoute("submissions.decide", { body: claimSchema }, async ({ actor, body }) =>
  Response.json(await claimNext(actor, body)),
);
