import { eventStream } from "@/lib/runtime/event-stream";
import { withRoute } from "@/lib/team/gate";
import { sessionIsLive } from "@/lib/team/session";

export const GET = withRoute("desk.look", {}, ({ actor, request }) =>
  eventStream(request, () => sessionIsLive(actor.sessionId)),
);
