import { withRoute } from "@/lib/team/gate";
import type { Me } from "@/lib/team/schema";

export const GET = withRoute("self.manage", {}, ({ actor }) => {
  const { personId: id, email, name, role, locale, timeZone } = actor;
  return Response.json({ id, email, name, role, locale, timeZone } satisfies Me);
});
