import { withPublicRoute } from "@/lib/team/gate";

/** The process lives; it asks nobody else. */
export const GET = withPublicRoute({}, () => Response.json({ status: "ok" }));
