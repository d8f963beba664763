import { listSubmissions } from "@/lib/mirror/data";
import { submissionQuerySchema } from "@/lib/mirror/schema";
import { withRoute } from "@/lib/team/gate";

export const GET = withRoute("desk.look", { query: submissionQuerySchema }, async ({ query }) =>
  Response.json(await listSubmissions(undefined, query)),
);
