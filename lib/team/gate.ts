import "server-only";
import { headers } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { type Authentication, type RouteShapes, routeHandler } from "@/lib/http/route";
import type { Permitted, Person } from "@/lib/team/actor";
import { currentPerson } from "@/lib/team/current-person";
import { REQUESTED_PATH_HEADER } from "@/lib/team/page-headers";
import { may, type Permission } from "@/lib/team/permissions";
import { readSession } from "@/lib/team/session";
import { sessionCookieIn } from "@/lib/team/session-cookie";
import { isSetupNeeded } from "@/lib/team/setup-needed";

/** What `routeHandler` takes as its handler, for an actor of this kind. */
type Handler<Actor, Params, Query, Body> = Parameters<typeof routeHandler<Actor, Params, Query, Body>>[2];

/** The only place where a person becomes a permitted one. */
function permit<P extends Permission>(person: Person, permission: P): Permitted<P> | null {
  return may(person.role, permission) ? (person as Permitted<P>) : null;
}

/**
 * A route for signed-in people who hold `permission`: 401 without a living session, 403 without the permission or from
 * a foreign origin; the rest is `routeHandler`'s.
 */
export function withRoute<P extends Permission, Params = undefined, Query = undefined, Body = undefined>(
  permission: P,
  shapes: RouteShapes<Params, Query, Body>,
  handle: Handler<Permitted<P>, Params, Query, Body>,
) {
  return routeHandler((request) => authenticate(request, permission), shapes, handle);
}

/** A route for everybody, signed in or not (`actor` is null): what it does must be safe for anyone to ask. */
export function withPublicRoute<Params = undefined, Query = undefined, Body = undefined>(
  shapes: RouteShapes<Params, Query, Body>,
  handle: Handler<null, Params, Query, Body>,
) {
  return routeHandler(async () => ({ ok: true, actor: null, cookie: false }), shapes, handle);
}

async function authenticate<P extends Permission>(
  request: Request,
  permission: P,
): Promise<Authentication<Permitted<P>>> {
  const person = await readSession(sessionCookieIn(request.headers.get("cookie")));
  if (person === null)
    return {
      ok: false,
      problem: {
        status: 401,
        code: "not_signed_in",
        detail: "You are not signed in, or your session has ended. Nothing was done. Sign in and try again.",
      },
    };
  const actor = permit(person, permission);
  if (actor === null)
    return {
      ok: false,
      problem: {
        status: 403,
        code: "not_permitted",
        detail: `Your role (${person.role}) does not include this. Nothing was done. An owner can change your role.`,
        extra: { permission },
      },
    };
  return { ok: true, actor, cookie: true };
}

/**
 * For pages and layouts: the signed-in person, permitted. Nobody signed in goes to /login (and from there back to this
 * page) or, while the desk has no owner yet, to /setup; a person without the permission gets the 403 page.
 */
export async function requirePerson<P extends Permission>(permission: P): Promise<Permitted<P>> {
  const person = await currentPerson();
  if (person === null) {
    if (await isSetupNeeded()) redirect("/setup");
    const path = (await headers()).get(REQUESTED_PATH_HEADER) ?? "/";
    redirect(path === "/" ? "/login" : `/login?callbackUrl=${encodeURIComponent(path)}`);
  }
  return permit(person, permission) ?? forbidden();
}
