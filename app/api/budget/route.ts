import { readBudget } from "@/lib/gateway/budget";
import { withRoute } from "@/lib/team/gate";

export const GET = withRoute("desk.look", {}, async () => Response.json(await readBudget()));
