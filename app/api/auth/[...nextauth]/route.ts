import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { problemResponse } from "@/lib/http/problem";
import { authOptions } from "@/lib/team/auth-options";
import { tellRefusal } from "@/lib/team/sign-in-refusal";

/** More than a sign-in ever needs; next-auth itself reads whatever comes. */
const MAX_BODY_BYTES = 16 * 1024;

async function answer(request: NextRequest, segment: { params: Promise<{ nextauth: string[] }> }) {
  const length = request.headers.get("content-length");
  if (request.body !== null && (length === null || Number(length) > MAX_BODY_BYTES))
    return problemResponse(
      { status: 413, code: "too_large", detail: "A sign-in is smaller than this, and says its length." },
      crypto.randomUUID(),
    );
  return tellRefusal(await NextAuth(request, segment, authOptions()));
}

export { answer as GET, answer as POST };
