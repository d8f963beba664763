import { env } from "@/lib/env";
import { EXPOSITION_TYPE, exposition } from "@/lib/metrics/exposition";
import { readMetrics } from "@/lib/metrics/data";
import { holdsToken } from "@/lib/metrics/token";
import { withPublicRoute } from "@/lib/team/gate";

/** For Prometheus: whoever holds METRICS_TOKEN may ask; without one configured there is nothing here. */
export const GET = withPublicRoute({}, async ({ request }) => {
  const { metricsToken } = env();
  if (metricsToken === undefined)
    return { status: 404, code: "not_found", detail: "There is nothing at this address." };
  if (!holdsToken(request.headers.get("authorization"), metricsToken))
    return {
      status: 401,
      code: "not_signed_in",
      detail: "Send METRICS_TOKEN as a bearer token.",
      headers: { "www-authenticate": "Bearer" },
    };
  return new Response(exposition(await readMetrics()), { headers: { "content-type": EXPOSITION_TYPE } });
});
