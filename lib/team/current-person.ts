import "server-only";
import { cookies } from "next/headers";
import { cache } from "react";
import { readSession } from "@/lib/team/session";
import { sessionCookieName } from "@/lib/team/session-cookie";

/**
 * For pages: the person whose browser asks, or null. One look at the session per page, however many of its parts ask.
 * Grants nothing: what a person may, `requirePerson` says.
 */
export const currentPerson = cache(async () =>
  readSession((await cookies()).get(sessionCookieName())?.value),
);
