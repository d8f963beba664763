import { readOverview } from "@/lib/mirror/data";
import { withRoute } from "@/lib/team/gate";

export const GET = withRoute("desk.look", {}, async () => Response.json(await readOverview(new Date())));
