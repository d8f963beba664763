import { releaseClaims } from "@/lib/decisions/claims/release";
import { withRoute } from "@/lib/team/gate";

/** Gives all claims of this person back; a page that is left sends it without a body. */
export const POST = withRoute("submissions.decide", {}, async ({ actor }) =>
  Response.json({ released: await releaseClaims(actor) }),
);
