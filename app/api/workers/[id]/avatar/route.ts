import { answerPicture } from "@/lib/proofs/answer";
import { readAvatar } from "@/lib/proofs/read-avatar";
import { avatarQuerySchema, pictureParamsSchema } from "@/lib/proofs/schema";
import { withRoute } from "@/lib/team/gate";

/** A worker's avatar, 96 × 96; `?retry=1` when a person asks to try again now. */
export const GET = withRoute(
  "desk.look",
  { params: pictureParamsSchema, query: avatarQuerySchema },
  async ({ params, query, request }) =>
    answerPicture(request, await readAvatar(params.id, { retry: query.retry === "1" })),
);
