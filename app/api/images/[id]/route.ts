import { answerPicture } from "@/lib/proofs/answer";
import { readImage } from "@/lib/proofs/read-image";
import { imageQuerySchema, pictureParamsSchema } from "@/lib/proofs/schema";
import { withRoute } from "@/lib/team/gate";

/** A proof image, re-encoded: `?size=thumb|full`; `?retry=1` when a person asks to try again now. */
export const GET = withRoute(
  "desk.look",
  { params: pictureParamsSchema, query: imageQuerySchema },
  async ({ params, query, request }) =>
    answerPicture(request, await readImage(params.id, query.size, { retry: query.retry === "1" })),
);
