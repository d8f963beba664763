import { readBalance } from "@/lib/mirror/data";
import { withRoute } from "@/lib/team/gate";

export const GET = withRoute("desk.look", {}, async () => Response.json(await readBalance()));
