import { type NextRequest, NextResponse } from "next/server";
import { env } from "@/lib/env";
import { pageHeaders, REQUESTED_PATH_HEADER } from "@/lib/team/page-headers";

/** Sends pages with their headers and decides nothing: every page and every route checks for itself who may. */
export function proxy(request: NextRequest): NextResponse {
  const headers = pageHeaders({
    nonce: Buffer.from(crypto.randomUUID()).toString("base64"),
    https: env().nextauthUrl.startsWith("https:"),
    // oxlint-disable-next-line node/no-process-env -- a constant that the build puts in, no configuration
    development: process.env.NODE_ENV === "development",
  });
  // Next reads the nonce from the request's policy and puts it on its own scripts.
  const asked = new Headers(request.headers);
  asked.set("content-security-policy", headers["content-security-policy"] ?? "");
  asked.set(REQUESTED_PATH_HEADER, request.nextUrl.pathname + request.nextUrl.search);
  const response = NextResponse.next({ request: { headers: asked } });
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}

export const config = {
  // Pages: not the API, not /metrics, not what Next built, and not the files of public/, which are named one by one: a
  // campaign's id may hold a dot, and its page needs its headers.
  matcher: ["/((?!api/|metrics$|_next/|icon\\.svg$).*)"],
};
