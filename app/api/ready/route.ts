import { withPublicRoute } from "@/lib/team/gate";
import { readReadiness } from "@/lib/team/readiness";

export const GET = withPublicRoute({}, async () => {
  const { ready, checks } = await readReadiness();
  if (ready) return Response.json({ status: "ready", checks });
  const failing = Object.values(checks).flatMap((check) =>
    check.status === "failing" ? [check.detail] : [],
  );
  return { status: 503, code: "not_ready", detail: failing.join(" "), extra: { checks } };
});
