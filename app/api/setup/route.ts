import { callerAddress } from "@/lib/team/caller-address";
import { withPublicRoute } from "@/lib/team/gate";
import { setupSchema } from "@/lib/team/schema";
import { setUp } from "@/lib/team/set-up";
import { isSetupNeeded } from "@/lib/team/setup-needed";

export const GET = withPublicRoute({}, async () => Response.json({ needed: await isSetupNeeded() }));

export const POST = withPublicRoute({ body: setupSchema }, async ({ body, request, requestId }) => {
  const done = await setUp(body, { requestId, address: callerAddress(request.headers) });
  return done.ok ? Response.json({ needed: false }, { status: 201 }) : done.problem;
});
