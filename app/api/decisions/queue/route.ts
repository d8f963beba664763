import { readQueue } from "@/lib/decisions/data";
import { withRoute } from "@/lib/team/gate";

export const GET = withRoute("desk.look", {}, async () => Response.json(await readQueue()));
